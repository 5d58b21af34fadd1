package io.stratum.mining.job;

import org.jspecify.annotations.Nullable;

/**
 * A job as a channel got it. Immutable, so that a share on its way through a slow proof
 * of work keeps the terms it was submitted under.
 *
 * @param id the id on the wire, unique on the channel while the job is known
 * @param job the job
 * @param target the difficulty that its shares are judged by and credited with
 * @param merkleRoot 32 bytes, the root that a header-only channel was given, or null if
 * the miner rolls the extranonce; do not modify
 */
public record LiveJob(long id, Job job, ShareTarget target, byte @Nullable [] merkleRoot) {

	/**
	 * The difficulty that shares are judged by and credited with.
	 * @return the difficulty
	 */
	public double difficulty() {
		return this.target.difficulty();
	}

}
