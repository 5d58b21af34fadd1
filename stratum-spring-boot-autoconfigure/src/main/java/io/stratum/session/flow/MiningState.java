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

	/** The connection is closed: gives back the channels and logs the workers out. */
	void closed();

	/**
	 * The difficulty of the newest job.
	 * @return the difficulty, 0 before the first job
	 */
	double difficulty();

}
