package io.stratum.protocol.noise;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECConstantTimeMultiplier;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECFieldElement;
import org.bouncycastle.math.ec.ECMultiplier;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;

/**
 * The curve of Bitcoin, {@code y^2 = x^3 + 7}. The multiplications look their tables up
 * without secret indices and perform the same sequence of point operations for every
 * scalar. Scalars pass the interface of the library as {@link BigInteger}, whose
 * conversion reveals no more than leading zero words.
 */
final class Secp256k1 {

	static final ECCurve CURVE;

	static final ECPoint G;

	static final BigInteger N;

	static final BigInteger P;

	static final ECFieldElement SEVEN;

	private static final ECMultiplier FIXED_POINT = new FixedPointCombMultiplier();

	private static final ECMultiplier ANY_POINT = new ECConstantTimeMultiplier();

	static {
		X9ECParameters parameters = CustomNamedCurves.getByName("secp256k1");
		CURVE = parameters.getCurve();
		G = parameters.getG();
		N = parameters.getN();
		P = CURVE.getField().getCharacteristic();
		SEVEN = CURVE.getB();
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

	static ECPoint multiply(ECPoint point, BigInteger secret) {
		return ANY_POINT.multiply(point, secret);
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
	 * The root of {@code x^3 + 7} that is a square itself, or null when there is no point
	 * with this x.
	 */
	static @Nullable ECFieldElement liftY(ECFieldElement x) {
		return squareRoot(curveEquation(x));
	}

	/**
	 * The root of a public value that is a square itself, or null.
	 */
	static @Nullable ECFieldElement squareRoot(ECFieldElement value) {
		return isSquare(value) ? value.sqrt() : null;
	}

	/**
	 * Whether a public value has a root: its Jacobi symbol by repeated subtraction, in
	 * variable time and several times as fast as an exponentiation.
	 */
	static boolean isSquare(ECFieldElement value) {
		long[] a = words(value.getEncoded());
		long[] n = words(toBytes(P));
		boolean square = true;
		while ((a[0] | a[1] | a[2] | a[3]) != 0) {
			boolean oddShift = shiftToOdd(a);
			square ^= oddShift && ((n[0] & 7) == 3 || (n[0] & 7) == 5);
			if (isLess(a, n)) {
				square ^= (a[0] & n[0] & 3) == 3;
				long[] swap = a;
				a = n;
				n = swap;
			}
			subtract(a, n);
		}
		return square;
	}

	private static boolean shiftToOdd(long[] words) {
		boolean oddShift = false;
		while ((words[0] & 1) == 0) {
			int shift = Math.min(63, Long.numberOfTrailingZeros(words[0]));
			for (int i = 0; i < 3; i++) {
				words[i] = words[i] >>> shift | words[i + 1] << (64 - shift);
			}
			words[3] >>>= shift;
			oddShift ^= (shift & 1) != 0;
		}
		return oddShift;
	}

	private static boolean isLess(long[] a, long[] b) {
		int i = 3;
		while (i > 0 && a[i] == b[i]) {
			i--;
		}
		return Long.compareUnsigned(a[i], b[i]) < 0;
	}

	private static void subtract(long[] a, long[] b) {
		long borrow = 0;
		for (int i = 0; i < 4; i++) {
			long difference = a[i] - b[i];
			long next = (Long.compareUnsigned(a[i], b[i]) < 0 || (difference == 0 && borrow != 0)) ? 1 : 0;
			a[i] = difference - borrow;
			borrow = next;
		}
	}

	/**
	 * Four words, the lowest first.
	 */
	private static long[] words(byte[] bigEndian) {
		ByteBuffer buffer = ByteBuffer.wrap(bigEndian);
		return new long[] { buffer.getLong(24), buffer.getLong(16), buffer.getLong(8), buffer.getLong(0) };
	}

	static ECFieldElement curveEquation(ECFieldElement x) {
		return x.square().multiply(x).add(SEVEN);
	}

	/**
	 * The element with these 32 bytes, reduced.
	 */
	static ECFieldElement element(byte[] bytes, int offset) {
		return CURVE.fromBigInteger(new BigInteger(1, bytes, offset, 32).mod(P));
	}

	static byte[] toBytes(BigInteger value) {
		return BigIntegers.asUnsignedByteArray(32, value);
	}

}
