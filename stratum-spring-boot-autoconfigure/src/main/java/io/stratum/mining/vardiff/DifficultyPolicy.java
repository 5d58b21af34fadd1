package io.stratum.mining.vardiff;

/**
 * Chooses the difficulty of channels.
 */
@FunctionalInterface
public interface DifficultyPolicy {

	/**
	 * Starts a channel.
	 * @param limits what the listener and the miner asked for
	 * @param nowNanos the monotonic time
	 * @return the state of the channel; used on its event loop only
	 */
	ChannelDifficulty start(DifficultyLimits limits, long nowNanos);

}
