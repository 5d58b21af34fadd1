package io.stratum.protocol.noise;

import java.math.BigInteger;
import java.security.SecureRandom;

import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECFieldElement;
import org.bouncycastle.math.ec.ECMultiplier;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;

/**
 * The curve of Bitcoin, {@code y^2 = x^3 + 7}, as signatures need it: by the library, for
 * speed is not wanted here. The multiplication looks its table up without a secret index
 * and performs the same sequence of point operations for every scalar. Scalars pass the
 * interface of the library as {@link BigInteger}, whose conversion reveals no more than
 * leading zero words.
 */
final class Secp256k1 {

	static final ECCurve CURVE;

	static final ECPoint G;

	static final BigInteger N;

	static final BigInteger P;

	private static final ECMultiplier FIXED_POINT = new FixedPointCombMultiplier();

	static {
		X9ECParameters parameters = CustomNamedCurves.getByName("secp256k1");
		CURVE = parameters.getCurve();
		G = parameters.getG();
		N = parameters.getN();
		P = CURVE.getField().getCharacteristic();
	}

	private Secp256k1() {
	}

	/**
	 * A uniformly random scalar from 1 to n - 1. What is refused says nothing of what is
	 * returned.
	 */
	static BigInteger randomScalar(SecureRandom random) {
		byte[] bytes = new byte[32];
		while (true) {
			random.nextBytes(bytes);
			BigInteger scalar = new BigInteger(1, bytes);
			if (isScalar(scalar)) {
				return scalar;
			}
		}
	}

	static boolean isScalar(BigInteger value) {
		return value.signum() > 0 && value.compareTo(N) < 0;
	}

	static ECPoint multiplyBase(BigInteger secret) {
		return FIXED_POINT.multiply(G, secret);
	}

	/**
	 * The affine x of a point in Jacobian coordinates, by an inversion in constant time.
	 * The library's own normalization draws blinding from a process-wide random source.
	 */
	static ECFieldElement affineX(ECPoint point) {
		return point.getXCoord().multiply(point.getZCoord(0).square().invert());
	}

	/**
	 * Whether the affine y of a point is even.
	 */
	static boolean hasEvenY(ECPoint point) {
		ECFieldElement z = point.getZCoord(0);
		return !point.getYCoord().multiply(z.square().multiply(z).invert()).testBitZero();
	}

	/**
	 * One of the two y that go with a public x, or null when there is none.
	 */
	static @Nullable ECFieldElement liftY(ECFieldElement x) {
		return x.square().multiply(x).add(CURVE.getB()).sqrt();
	}

	static byte[] toBytes(BigInteger value) {
		return BigIntegers.asUnsignedByteArray(32, value);
	}

}
