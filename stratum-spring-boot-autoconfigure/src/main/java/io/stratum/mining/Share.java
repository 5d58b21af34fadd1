package io.stratum.mining;

import java.time.Instant;

import io.stratum.bitcoin.Hash256;

/**
 * An accepted share.
 *
 * @param id unique over all servers of a pool and all restarts, the same on each retry:
 * node id, boot stamp and sequence as 2, 16 and 16 hexadecimal digits
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
public record Share(String id, Worker worker, double difficulty, long jobSequence, int height, Hash256 hash,
		Instant time, boolean block, String listener) {

}
