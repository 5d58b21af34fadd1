package io.stratum.mining;

import java.util.List;

import io.stratum.bitcoin.Hash256;

/**
 * A block that a miner found, ready for submission. Header, coinbase and merkle branch
 * are what merged mining proves work with. The arrays are not to be modified.
 *
 * @param hash the double SHA-256 of its header
 * @param header the 80 bytes of its header
 * @param coinbase its coinbase without witness, which hashes to its transaction id
 * @param merkleBranch the hashes that lead from the coinbase to the merkle root, deepest
 * first; the coinbase is the left side of each
 * @param bytes the whole block in network serialization, with the coinbase witness
 * @param template what it is built from
 * @param worker the name of the worker that found it, possibly not authorized
 */
public record Block(Hash256 hash, byte[] header, byte[] coinbase, List<Hash256> merkleBranch, byte[] bytes,
		BlockTemplate template, String worker) {

	public Block {
		merkleBranch = List.copyOf(merkleBranch);
	}

	/**
	 * Its height.
	 * @return the height
	 */
	public int height() {
		return this.template.height();
	}

	/**
	 * What its coinbase pays.
	 * @return the value in satoshis
	 */
	public long value() {
		return this.template.coinbaseValue();
	}

}
