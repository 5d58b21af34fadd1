package io.stratum.protocol.secp256k1;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A secret factor of points, from 1 to n - 1. There is a number lambda for which lambda
 * times {@code (x, y)} is {@code (beta x, y)}, so k is kept as two halves whose 130
 * digits are all 1 or -1, {@code k = a + lambda b}. No branch and no index depends on it.
 * Immutable; never printed.
 */
public final class Scalar {

	static final int DIGITS = 130;

	private static final long[] N = { 0xbfd25e8cd0364141L, 0xbaaedce6af48a03bL, 0xfffffffffffffffeL, -1 };

	private static final long[] LAMBDA_PLUS_1 = { 0xdf02967c1b23bd73L, 0x122e22ea20816678L, 0xa5261c028812645aL,
			0x5363ad4cc05c30e0L };

	/** With B1 and A2: short a and b for which a + lambda b is 0; B2 is A1. */
	private static final long[] A1 = { 0xe86c90e49284eb15L, 0x3086d221a7d46bcdL };

	private static final long[] MINUS_B1 = { 0x6f547fa90abfe4c3L, 0xe4437ed6010e8828L };

	private static final long[] A2 = { 0x57c1108d9d44cfd8L, 0x14ca50f7a8e2f3f6L, 1 };

	/** 2^384 B2 / n. */
	private static final long[] G1 = { 0xe893209a45dbb031L, 0x3daa8a1471e8ca7fL, 0xe86c90e49284eb15L,
			0x3086d221a7d46bcdL };

	/** -2^384 B1 / n. */
	private static final long[] G2 = { 0x1571b4ae8ac47f71L, 0x221208ac9df506c6L, 0x6f547fa90abfe4c4L,
			0xe4437ed6010e8828L };

	/** A bit of 1 is the digit 1, a bit of 0 the digit -1. */
	private final long[] first;

	private final long[] second;

	/**
	 * With h = (k - 1 - lambda) / 2 and short u and v for which h = u + lambda v, the
	 * halves are 2u + 1 and 2v + 1. Odd numbers can be written in such digits: their bits
	 * are those of u + 2^129 and v + 2^129.
	 */
	private Scalar(long[] k) {
		long[] h = half(k);
		long[] c1 = Arrays.copyOfRange(Words.multiply(h, G1), 6, 8);
		long[] c2 = Arrays.copyOfRange(Words.multiply(h, G2), 6, 8);
		Words.subtract(h, Words.multiply(c1, A1), h);
		Words.subtract(h, Words.multiply(c2, A2), h);
		this.first = bits(h);
		long[] v = Words.multiply(c1, MINUS_B1);
		Words.subtract(v, Words.multiply(c2, A1), v);
		this.second = bits(v);
	}

	private static long[] half(long[] k) {
		long[] half = new long[4];
		long borrow = Words.subtract(k, LAMBDA_PLUS_1, half);
		Words.add(half, N, -borrow);
		long carry = Words.add(half, N, -(half[0] & 1));
		for (int i = 0; i < 3; i++) {
			half[i] = half[i] >>> 1 | half[i + 1] << 63;
		}
		half[3] = half[3] >>> 1 | carry << 63;
		return half;
	}

	private static long[] bits(long[] number) {
		return new long[] { number[0], number[1], number[2] + 2 & 3 };
	}

	/**
	 * The scalar with these bytes.
	 * @param bytes 32 bytes, big-endian
	 * @return the scalar
	 * @throws IllegalArgumentException if it is 0 or not less than n
	 */
	public static Scalar of(byte[] bytes) {
		long[] k = Words.read(bytes, 0);
		if (!isInRange(k)) {
			throw new IllegalArgumentException("the scalar is not between 1 and the order of the curve");
		}
		return new Scalar(k);
	}

	/**
	 * A uniformly random scalar. What is drawn and refused says nothing of what is
	 * returned.
	 * @param random where it comes from, 32 bytes at a time
	 * @return the scalar
	 */
	public static Scalar random(SecureRandom random) {
		byte[] bytes = new byte[32];
		while (true) {
			random.nextBytes(bytes);
			long[] k = Words.read(bytes, 0);
			if (isInRange(k)) {
				return new Scalar(k);
			}
		}
	}

	private static boolean isInRange(long[] k) {
		return Words.subtract(k, N, new long[4]) != 0 && !Words.isZero(k);
	}

	/**
	 * Bits of digits of the first or second half at equal distances, the lowest first.
	 */
	int digits(int half, int lowest, int distance, int count) {
		long[] bits = (half == 0) ? this.first : this.second;
		int digits = 0;
		for (int i = 0; i < count; i++) {
			int at = lowest + i * distance;
			digits |= (int) (bits[at >>> 6] >>> at & 1) << i;
		}
		return digits;
	}

}
