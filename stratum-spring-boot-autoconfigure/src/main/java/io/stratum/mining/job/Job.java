package io.stratum.mining.job;

import java.util.function.Function;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Target;

/**
 * A job: a work with the coinbase of one payout. Immutable; shared by all channels of
 * that payout.
 */
public final class Job {

	public long sequence() {
		throw new UnsupportedOperationException();
	}

	public Work work() {
		throw new UnsupportedOperationException();
	}

	/** Block version with the rollable bits cleared. */
	public int version() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Bits that a miner may roll for this job: the configured mask without required bits.
	 */
	public int versionMask() {
		throw new UnsupportedOperationException();
	}

	public int nBits() {
		throw new UnsupportedOperationException();
	}

	/** Header time to start from, unsigned seconds. */
	public int time() {
		throw new UnsupportedOperationException();
	}

	public int minTime() {
		throw new UnsupportedOperationException();
	}

	public Hash256 previousBlock() {
		throw new UnsupportedOperationException();
	}

	public Target networkTarget() {
		throw new UnsupportedOperationException();
	}

	/** Stripped coinbase before the extranonce; do not modify. */
	public byte[] coinbasePrefix() {
		throw new UnsupportedOperationException();
	}

	/** Stripped coinbase after the extranonce; do not modify. */
	public byte[] coinbaseSuffix() {
		throw new UnsupportedOperationException();
	}

	/** Total extranonce length: prefix (extranonce1) and extranonce2. */
	public int extranonceLength() {
		throw new UnsupportedOperationException();
	}

	/** Branches from the coinbase up, 32 raw bytes each; do not modify. */
	public byte[][] merklePath() {
		throw new UnsupportedOperationException();
	}

	/**
	 * A value derived from this job, made once per key and shared, such as its encoding
	 * in a dialect.
	 */
	public <T> T derived(Object key, Function<Job, T> maker) {
		throw new UnsupportedOperationException();
	}

}
