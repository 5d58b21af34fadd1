package io.stratum.client.btcagent;

import org.jspecify.annotations.Nullable;

import io.stratum.client.MinerJob;

/**
 * Hears what an agent wants to know. Calls come on the event loop of the connection and
 * must not block.
 */
public interface AgentListener {

	/**
	 * There is a new job for a worker. Each worker hears of each job of the pool.
	 * @param worker the worker
	 * @param job the job, with the worker's extranonce and difficulty
	 */
	default void jobReceived(RegisteredWorker worker, MinerJob job) {
	}

	/**
	 * A worker's next jobs have another difficulty.
	 * @param worker the worker
	 */
	default void difficultyChanged(RegisteredWorker worker) {
	}

	/**
	 * The connection ended. It is the last call.
	 * @param cause why, or null if either side just closed it
	 */
	default void closed(@Nullable Throwable cause) {
	}

}
