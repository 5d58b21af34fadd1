package io.stratum.mining;

import java.util.List;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.TxOutput;

/**
 * Work that a client selected itself and wants to be paid for (Stratum V2,
 * {@code SetCustomMiningJob}). Its transactions stay with the client: the pool sees the
 * coinbase and the way to the merkle root only. The arrays are not to be modified.
 *
 * @param worker the worker of the channel it is for; if it is for a group of channels,
 * which are all paid alike, that of the oldest one
 * @param token what the pool gave the client for it, at most 255 bytes; untrusted
 * @param version the block version; clients may roll bits of it
 * @param previousBlock the hash of the block before, which is that of the template
 * @param minTime the lowest header time, unsigned seconds since 1970
 * @param nBits the compact target, which is that of the template
 * @param coinbase the coinbase
 * @param merklePath the branches from the coinbase up, deepest first
 */
public record CustomJob(Worker worker, byte[] token, int version, Hash256 previousBlock, int minTime, int nBits,
		Coinbase coinbase, List<Hash256> merklePath) {

	public CustomJob {
		merklePath = List.copyOf(merklePath);
	}

	/**
	 * The coinbase, whose only input script is a prefix and the extranonce.
	 *
	 * @param version its version
	 * @param scriptPrefix the input script before the extranonce: the push of the height
	 * (BIP34) and what the client adds to it, such as a tag
	 * @param sequence the sequence number of the input
	 * @param outputs its outputs in order, with that of the witness commitment
	 * @param lockTime its lock time, unsigned
	 */
	public record Coinbase(int version, byte[] scriptPrefix, int sequence, List<TxOutput> outputs, int lockTime) {

		public Coinbase {
			outputs = List.copyOf(outputs);
		}

	}

}
