package io.stratum.mining;

import java.util.List;
import java.util.function.Supplier;

import io.stratum.bitcoin.Hash256;

/**
 * A block that a miner found, ready for submission. Header, coinbase and merkle branch
 * are what merged mining proves work with. The arrays are not to be modified. It holds
 * its template, and so all transactions: whoever remembers blocks keeps what is asked of
 * them.
 *
 * @param hash the double SHA-256 of its header
 * @param header the 80 bytes of its header
 * @param coinbase its coinbase without witness, which hashes to its transaction id
 * @param merkleBranch the hashes that lead from the coinbase to the merkle root, deepest
 * first; the coinbase is the left side of each
 * @param assembly makes the whole block in network serialization; on any thread
 * @param template what it is built from
 * @param worker the name of the worker that found it, possibly not authorized
 */
public record Block(Hash256 hash, byte[] header, byte[] coinbase, List<Hash256> merkleBranch, Supplier<byte[]> assembly,
		BlockTemplate template, String worker) {

	public Block {
		merkleBranch = List.copyOf(merkleBranch);
	}

	/**
	 * The whole block in network serialization, with the coinbase witness. It is put
	 * together at each call, so that nothing of some MB stays.
	 * @return the bytes
	 */
	public byte[] bytes() {
		return this.assembly.get();
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
