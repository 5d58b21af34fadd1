package io.stratum.protocol.secp256k1;

import java.security.SecureRandom;

/**
 * A secret factor of points, from 1 to n - 1. As only the x of products are wanted here,
 * k and n - k are the same: the odd one of them is kept, as 260 digits which are all 1 or
 * -1. Immutable; never printed.
 */
public final class Scalar {

	static final int DIGITS = 260;

	private static final long[] N = { 0xbfd25e8cd0364141L, 0xbaaedce6af48a03bL, 0xfffffffffffffffeL, -1 };

	/**
	 * One bit a digit: the odd k is the sum of (2 bit - 1) 2^i just when the bits are
	 * those of (k + 2^260 - 1) / 2.
	 */
	private final long[] bits;

	private Scalar(long[] k) {
		long[] odd = new long[4];
		Words.subtract(N, k, odd);
		long isOdd = -(k[0] & 1);
		for (int i = 0; i < 4; i++) {
			odd[i] ^= (odd[i] ^ k[i]) & isOdd;
		}
		this.bits = new long[] { odd[0] >>> 1 | odd[1] << 63, odd[1] >>> 1 | odd[2] << 63, odd[2] >>> 1 | odd[3] << 63,
				odd[3] >>> 1, 1L << DIGITS - 1 - 256 };
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
	 * Bits of digits at equal distances, the first one lowest.
	 */
	int digits(int first, int distance, int count) {
		int digits = 0;
		for (int i = 0; i < count; i++) {
			int at = first + i * distance;
			digits |= (int) (this.bits[at >>> 6] >>> at & 1) << i;
		}
		return digits;
	}

}
