package io.stratum.mining.vardiff;

/**
 * The difficulty of one channel over time. Not safe for use by several threads.
 */
public interface ChannelDifficulty {

	/**
	 * A difficulty that nothing changes.
	 * @param difficulty the difficulty
	 * @return the state
	 */
	static ChannelDifficulty fixed(double difficulty) {
		return new FixedDifficulty(difficulty);
	}

	/** The difficulty that holds for new jobs. */
	double current();

	/**
	 * A share was accepted.
	 * @param difficulty what it was credited with
	 * @param nowNanos the monotonic time
	 * @return whether {@link #current()} changed
	 */
	boolean shareAccepted(double difficulty, long nowNanos);

	/**
	 * Time passed; called every few seconds, so that a silent miner comes down.
	 * @param nowNanos the monotonic time
	 * @return whether {@link #current()} changed
	 */
	boolean timePassed(long nowNanos);

	/**
	 * The miner asked for a difficulty.
	 * @param difficulty what it asked for
	 * @param nowNanos the monotonic time
	 * @return whether {@link #current()} changed; asking for the same again changes
	 * nothing
	 */
	boolean suggest(double difficulty, long nowNanos);

	/**
	 * The miner is back after a disconnection: the time without it says nothing.
	 * @param nowNanos the monotonic time
	 */
	default void resumed(long nowNanos) {
	}

}
