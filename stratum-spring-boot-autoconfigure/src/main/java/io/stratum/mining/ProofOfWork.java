package io.stratum.mining;

import io.stratum.bitcoin.Target;

/**
 * The hash that shares are judged by. The identity of a block stays the double SHA-256 of
 * its header, whatever this function is.
 * <p>
 * Implementations are safe for use by several threads and do not block. A cheap one runs
 * on the event loop; a {@linkplain #isCostly() costly} one on a bounded executor, with
 * the order of a session's shares kept.
 */
public interface ProofOfWork {

	/**
	 * Hashes a block header.
	 * @param header the 80 bytes of the header
	 * @param hash receives 32 bytes: a little-endian number, the same order as a block
	 * hash in internal order
	 */
	void hash(byte[] header, byte[] hash);

	/**
	 * The target of difficulty 1.
	 * @return the target
	 */
	Target difficultyOne();

	/**
	 * Whether one hash takes so long that it must not run on an event loop.
	 * @return true for functions of more than about 20 microseconds
	 */
	default boolean isCostly() {
		return false;
	}

}
