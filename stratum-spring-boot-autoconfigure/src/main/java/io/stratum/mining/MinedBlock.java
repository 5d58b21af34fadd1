package io.stratum.mining;

import io.stratum.bitcoin.Hash256;

/**
 * A block of the pool that a node has, without its content.
 *
 * @param hash the hash of its header
 * @param height its height
 * @param value what its coinbase pays, in satoshis
 * @param worker the name of the worker that found it
 */
public record MinedBlock(Hash256 hash, int height, long value, String worker) {

	/**
	 * What is to be remembered of a block.
	 * @param block the block
	 * @return the same without its content
	 */
	public static MinedBlock of(Block block) {
		return new MinedBlock(block.hash(), block.height(), block.value(), block.worker());
	}

}
