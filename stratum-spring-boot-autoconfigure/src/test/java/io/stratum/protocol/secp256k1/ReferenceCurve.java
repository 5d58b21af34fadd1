package io.stratum.protocol.secp256k1;

import java.math.BigInteger;
import java.util.Random;

import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/**
 * The same curve by the library, slowly.
 */
final class ReferenceCurve {

	static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");

	static final BigInteger P = CURVE.getCurve().getField().getCharacteristic();

	static final BigInteger N = CURVE.getN();

	private ReferenceCurve() {
	}

	static byte[] toBytes(BigInteger number) {
		return BigIntegers.asUnsignedByteArray(32, number);
	}

	static FieldElement element(BigInteger number) {
		return FieldElement.of(toBytes(number), 0);
	}

	static BigInteger number(FieldElement element) {
		return new BigInteger(1, Words.toBytes(element.toWords()));
	}

	static byte[] x(ECPoint point) {
		return point.normalize().getAffineXCoord().getEncoded();
	}

	static boolean hasPoint(String x) {
		BigInteger number = new BigInteger(x, 16);
		return number.compareTo(P) < 0
				&& number.pow(3).add(BigInteger.valueOf(7)).modPow(P.shiftRight(1), P).equals(BigInteger.ONE);
	}

	static BigInteger randomScalar(Random random) {
		return new BigInteger(255, random).add(BigInteger.ONE);
	}

}
