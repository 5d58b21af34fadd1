package io.stratum.mining.channel;

import io.stratum.mining.job.LiveJob;

/**
 * Whose difficulty follows accepted shares: a channel, or one of the miners that share a
 * channel.
 */
public sealed interface DifficultyOwner permits MiningChannel, ChannelMiner {

	/**
	 * A share was accepted. The job, and earlier ones, keep their difficulty from now on.
	 * @param job the job, with the difficulty that it was credited with
	 * @param nowNanos the monotonic time
	 * @return whether later jobs have another difficulty
	 */
	boolean shareAccepted(LiveJob job, long nowNanos);

	/**
	 * The difficulty for later jobs.
	 * @return the difficulty
	 */
	double difficulty();

	/**
	 * The difficulty after the last accepted share, where the worker may start the next
	 * time.
	 * @return the difficulty, 0 before the first share
	 */
	double provenDifficulty();

}
