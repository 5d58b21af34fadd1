package io.stratum.mining;

import java.time.Instant;
import java.util.HexFormat;

import io.stratum.bitcoin.Hash256;

/**
 * An accepted share.
 *
 * @param boot unique over all servers of a pool and all restarts: node id and boot stamp
 * as 2 and 16 hexadecimal digits
 * @param sequence the number of the share, unique on a server until it is restarted
 * @param worker who found it
 * @param difficulty what it is credited with: the difficulty it was judged by
 * @param jobSequence the job
 * @param height the height of the block worked on
 * @param hash the hash of its header by the proof of work
 * @param time when it was accepted
 * @param block whether it is a block; that of a custom job is submitted by the client, so
 * that its fate is not known here
 * @param listener the name of the listener it came by
 */
public record Share(String boot, long sequence, Worker worker, double difficulty, long jobSequence, int height,
		Hash256 hash, Instant time, boolean block, String listener) {

	/**
	 * What tells the share from all others, the same on each retry: boot and sequence.
	 * @return 34 hexadecimal digits
	 */
	public String id() {
		return this.boot + HexFormat.of().toHexDigits(this.sequence);
	}

}
