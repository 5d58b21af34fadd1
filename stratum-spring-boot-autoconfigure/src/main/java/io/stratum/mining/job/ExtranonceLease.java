package io.stratum.mining.job;

/**
 * The right to use an extranonce prefix. It owns the shares seen under it.
 */
public final class ExtranonceLease {

	/** 4 bytes: node id, then 24 bits of index, big-endian. Do not modify. */
	public byte[] prefix() {
		throw new UnsupportedOperationException();
	}

}
