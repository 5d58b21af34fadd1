package io.stratum.protocol.secp256k1;

import java.nio.ByteBuffer;

/**
 * Numbers of 256 bits in four words, the lowest first. No branch depends on a number,
 * except in {@link #isSquare(long[])}.
 */
final class Words {

	private static final long[] P = { 0xfffffffefffffc2fL, -1, -1, -1 };

	private Words() {
	}

	static long[] read(byte[] bytes, int offset) {
		ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, 32).slice();
		return new long[] { buffer.getLong(24), buffer.getLong(16), buffer.getLong(8), buffer.getLong(0) };
	}

	static byte[] toBytes(long[] words) {
		return ByteBuffer.allocate(32).putLong(words[3]).putLong(words[2]).putLong(words[1]).putLong(words[0]).array();
	}

	static int[] toInts(long[] words) {
		int[] ints = new int[8];
		for (int i = 0; i < 8; i++) {
			ints[i] = (int) (words[i / 2] >>> 32 * (i % 2));
		}
		return ints;
	}

	static long[] ofInts(int[] ints) {
		long[] words = new long[4];
		for (int i = 0; i < 8; i++) {
			words[i / 2] |= Integer.toUnsignedLong(ints[i]) << 32 * (i % 2);
		}
		return words;
	}

	static boolean isZero(long[] words) {
		return (words[0] | words[1] | words[2] | words[3]) == 0;
	}

	/**
	 * Subtracts modulo 2^256; the result may be an operand.
	 * @return 1 if there was a borrow at the end, or else 0
	 */
	static long subtract(long[] a, long[] b, long[] result) {
		long borrow = 0;
		for (int i = 0; i < 4; i++) {
			long x = a[i];
			long y = b[i];
			long difference = x - y - borrow;
			borrow = (~x & y | (~x | y) & difference) >>> 63;
			result[i] = difference;
		}
		return borrow;
	}

	/**
	 * Adds the bits of a number that are in a mask, modulo 2^256.
	 * @param a the number to change
	 * @return 1 if there was a carry at the end, or else 0
	 */
	static long add(long[] a, long[] b, long mask) {
		long carry = 0;
		for (int i = 0; i < 4; i++) {
			long x = a[i];
			long y = b[i] & mask;
			long sum = x + y + carry;
			carry = carry(x, y, sum);
			a[i] = sum;
		}
		return carry;
	}

	/**
	 * Multiplies numbers of any length.
	 */
	static long[] multiply(long[] a, long[] b) {
		long[] product = new long[a.length + b.length];
		for (int i = 0; i < a.length; i++) {
			long carry = 0;
			for (int j = 0; j < b.length; j++) {
				long x = a[i] * b[j];
				long y = product[i + j];
				long sum = x + y;
				product[i + j] = sum + carry;
				carry = unsignedHigh(a[i], b[j]) + carry(x, y, sum) + carry(sum, carry, sum + carry);
			}
			product[i + b.length] = carry;
		}
		return product;
	}

	private static long carry(long x, long y, long sum) {
		return (x & y | (x | y) & ~sum) >>> 63;
	}

	private static long unsignedHigh(long a, long b) {
		return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
	}

	/**
	 * Whether a number is a square modulo p: its Jacobi symbol by repeated subtraction,
	 * several times as fast as an exponentiation.
	 * @param a the number, less than p; overwritten
	 */
	static boolean isSquare(long[] a) {
		long[] n = P.clone();
		boolean square = true;
		while (!isZero(a)) {
			boolean oddShift = shiftToOdd(a);
			square ^= oddShift && ((n[0] & 7) == 3 || (n[0] & 7) == 5);
			if (isLess(a, n)) {
				square ^= (a[0] & n[0] & 3) == 3;
				long[] swap = a;
				a = n;
				n = swap;
			}
			subtract(a, n, a);
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

}
