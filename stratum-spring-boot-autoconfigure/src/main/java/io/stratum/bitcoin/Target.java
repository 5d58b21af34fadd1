package io.stratum.bitcoin;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * A 256-bit proof-of-work target: a hash, read as a little-endian number, meets it when
 * it is not greater.
 */
public final class Target implements Comparable<Target> {

	/** Length in bytes. */
	public static final int LENGTH = 32;

	/** The greatest target, 2<sup>256</sup> - 1, which every hash meets. */
	public static final Target MAX = new Target(-1, -1, -1, -1);

	/** The target of difficulty 1 of Bitcoin, FFFF x 2<sup>208</sup>. */
	public static final Target DIFFICULTY_ONE = new Target(0x00000000_FFFF0000L, 0, 0, 0);

	private static final int COMPACT_SIGN = 0x0080_0000;

	private static final int COMPACT_MANTISSA = 0x007F_FFFF;

	private final long highest;

	private final long high;

	private final long low;

	private final long lowest;

	private Target(long highest, long high, long low, long lowest) {
		this.highest = highest;
		this.high = high;
		this.low = low;
		this.lowest = lowest;
	}

	/**
	 * The target of a number.
	 * @param value from 0 to 2<sup>256</sup> - 1
	 * @return the target
	 */
	public static Target of(BigInteger value) {
		if (value.signum() < 0 || value.bitLength() > 256) {
			throw new IllegalArgumentException("target: " + value.toString(16) + " (expected: 0 to 2^256 - 1)");
		}
		return new Target(value.shiftRight(192).longValue(), value.shiftRight(128).longValue(),
				value.shiftRight(64).longValue(), value.longValue());
	}

	/**
	 * The target of the compact form that block headers carry: a sign bit and 23 bits of
	 * mantissa below an exponent of base 256. Forms that no block may have, because they
	 * are negative, zero or over 256 bits, are refused.
	 * @param nBits the compact form
	 * @return the target
	 */
	public static Target ofCompact(int nBits) {
		int exponent = nBits >>> 24;
		BigInteger mantissa = BigInteger.valueOf(nBits & COMPACT_MANTISSA);
		int shift = 8 * (exponent - 3);
		BigInteger value = (shift >= 0) ? mantissa.shiftLeft(shift) : mantissa.shiftRight(-shift);
		if ((nBits & COMPACT_SIGN) != 0 || value.signum() == 0 || value.bitLength() > 256) {
			throw new IllegalArgumentException(
					"nBits: " + String.format("%08x", nBits) + " (expected: a target of 1 to 2^256 - 1)");
		}
		return of(value);
	}

	/**
	 * The target of a difficulty: that of difficulty 1 divided by it, rounded down; at
	 * most {@link #MAX}.
	 * @param difficulty greater than 0, may be fractional
	 * @param difficultyOne the target of difficulty 1
	 * @return the target
	 */
	public static Target ofDifficulty(double difficulty, Target difficultyOne) {
		if (!(difficulty > 0) || difficulty == Double.POSITIVE_INFINITY) {
			throw new IllegalArgumentException("difficulty: " + difficulty + " (expected: > 0 and finite)");
		}
		int exponent = Math.max(Math.getExponent(difficulty), Double.MIN_EXPONENT) - 52;
		BigInteger significand = BigInteger.valueOf((long) Math.scalb(difficulty, -exponent));
		BigInteger one = difficultyOne.toBigInteger();
		BigInteger value = (exponent >= 0) ? one.divide(significand.shiftLeft(exponent))
				: one.shiftLeft(-exponent).divide(significand);
		return (value.bitLength() > 256) ? MAX : of(value);
	}

	/**
	 * Whether a hash is good enough. Does not allocate.
	 * @param hash 32 bytes in internal order, a little-endian number
	 * @return true if the number is not greater than this target
	 */
	public boolean isMetBy(byte[] hash) {
		long word = LittleEndian.getLong(hash, 24);
		if (word != this.highest) {
			return Long.compareUnsigned(word, this.highest) < 0;
		}
		word = LittleEndian.getLong(hash, 16);
		if (word != this.high) {
			return Long.compareUnsigned(word, this.high) < 0;
		}
		word = LittleEndian.getLong(hash, 8);
		if (word != this.low) {
			return Long.compareUnsigned(word, this.low) < 0;
		}
		return Long.compareUnsigned(LittleEndian.getLong(hash, 0), this.lowest) <= 0;
	}

	/**
	 * The difficulty of this target.
	 * @param difficultyOne the target of difficulty 1
	 * @return the nearest difficulty, infinite for the target 0
	 */
	public double difficulty(Target difficultyOne) {
		BigInteger value = toBigInteger();
		if (value.signum() == 0) {
			return Double.POSITIVE_INFINITY;
		}
		return new BigDecimal(difficultyOne.toBigInteger()).divide(new BigDecimal(value), MathContext.DECIMAL128)
			.doubleValue();
	}

	/**
	 * The difficulty from which on targets are not easier than this one. It can be a
	 * little above {@link #difficulty(Target)}, which is rounded.
	 * @param difficultyOne the target of difficulty 1
	 * @return the difficulty, infinite for the target 0
	 */
	public double difficultyWithin(Target difficultyOne) {
		double difficulty = difficulty(difficultyOne);
		while (difficulty < Double.POSITIVE_INFINITY && ofDifficulty(difficulty, difficultyOne).compareTo(this) > 0) {
			difficulty = Math.nextUp(difficulty);
		}
		return difficulty;
	}

	/**
	 * The target in little-endian order, as Stratum V2 carries it.
	 * @return 32 bytes
	 */
	public byte[] toLittleEndian() {
		byte[] bytes = new byte[LENGTH];
		for (int i = 0; i < Long.BYTES; i++) {
			bytes[i] = (byte) (this.lowest >>> (8 * i));
			bytes[8 + i] = (byte) (this.low >>> (8 * i));
			bytes[16 + i] = (byte) (this.high >>> (8 * i));
			bytes[24 + i] = (byte) (this.highest >>> (8 * i));
		}
		return bytes;
	}

	/**
	 * The compact form, which drops all but the 15 to 23 highest bits.
	 * @return the compact form
	 */
	public int toCompact() {
		BigInteger value = toBigInteger();
		int size = (value.bitLength() + 7) / 8;
		int shift = 8 * (size - 3);
		int mantissa = ((shift >= 0) ? value.shiftRight(shift) : value.shiftLeft(-shift)).intValue();
		// the highest bit of the mantissa is the sign
		if ((mantissa & COMPACT_SIGN) != 0) {
			mantissa >>>= 8;
			size++;
		}
		return (size << 24) | mantissa;
	}

	/**
	 * The target as a number.
	 * @return from 0 to 2<sup>256</sup> - 1
	 */
	public BigInteger toBigInteger() {
		byte[] bytes = toLittleEndian();
		Hash256.reverse(bytes);
		return new BigInteger(1, bytes);
	}

	@Override
	public int compareTo(Target other) {
		int result = Long.compareUnsigned(this.highest, other.highest);
		result = (result != 0) ? result : Long.compareUnsigned(this.high, other.high);
		result = (result != 0) ? result : Long.compareUnsigned(this.low, other.low);
		return (result != 0) ? result : Long.compareUnsigned(this.lowest, other.lowest);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Target target && compareTo(target) == 0;
	}

	@Override
	public int hashCode() {
		return Long.hashCode(31 * (31 * (31 * this.highest + this.high) + this.low) + this.lowest);
	}

	/**
	 * The target as 64 hexadecimal digits, most significant first.
	 */
	@Override
	public String toString() {
		return String.format("%016x%016x%016x%016x", this.highest, this.high, this.low, this.lowest);
	}

}
