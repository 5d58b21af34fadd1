package io.stratum.bitcoin;

import java.math.BigInteger;

/**
 * A 256-bit proof-of-work target: a hash, read as a little-endian number, meets it when
 * it is not greater.
 */
public final class Target implements Comparable<Target> {

	private final BigInteger value;

	private Target(BigInteger value) {
		this.value = value;
	}

	public static Target of(BigInteger value) {
		return new Target(value);
	}

	public static Target ofCompact(int nBits) {
		throw new UnsupportedOperationException();
	}

	public static Target ofDifficulty(double difficulty, Target difficultyOne) {
		throw new UnsupportedOperationException();
	}

	public boolean isMetBy(byte[] hash) {
		throw new UnsupportedOperationException();
	}

	public double difficulty(Target difficultyOne) {
		throw new UnsupportedOperationException();
	}

	public byte[] toLittleEndian() {
		throw new UnsupportedOperationException();
	}

	public int toCompact() {
		throw new UnsupportedOperationException();
	}

	public BigInteger toBigInteger() {
		return this.value;
	}

	@Override
	public int compareTo(Target other) {
		return this.value.compareTo(other.value);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Target target && this.value.equals(target.value);
	}

	@Override
	public int hashCode() {
		return this.value.hashCode();
	}

}
