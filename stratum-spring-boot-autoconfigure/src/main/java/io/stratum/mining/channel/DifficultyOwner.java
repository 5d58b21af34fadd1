package io.stratum.mining.channel;

/**
 * Whose difficulty follows accepted shares: a channel, or one of the miners that share a
 * channel.
 */
public sealed interface DifficultyOwner permits MiningChannel, ChannelMiner {

	/**
	 * A share was accepted.
	 * @param difficulty what it was credited with
	 * @param nowNanos the monotonic time
	 * @return whether later jobs have another difficulty
	 */
	boolean shareAccepted(double difficulty, long nowNanos);

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
