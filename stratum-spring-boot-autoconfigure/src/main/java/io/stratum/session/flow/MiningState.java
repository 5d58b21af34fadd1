package io.stratum.session.flow;

/**
 * What a session does besides answering once it mines. Used on its loop, except
 * {@link #difficulty()}.
 */
public interface MiningState {

	/** Whether jobs are sent. */
	boolean isStarted();

	/** Sends the newest job, now or when it can be sent. */
	void sendLatest();

	/** Sends what could not be sent before. */
	void sendWaiting();

	/**
	 * Time passed.
	 * @param nowNanos the monotonic time
	 */
	void sweep(long nowNanos);

	/** Lets go of what it holds: the connection is closed. */
	void closed();

	/**
	 * The difficulty of the newest job.
	 * @return the difficulty, 0 before the first job
	 */
	double difficulty();

}
