package io.stratum.session;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.Worker;

/**
 * What is known of one of the miners behind an agent.
 *
 * @param worker the worker
 * @param difficulty the difficulty that it was told last
 * @param accepted how many of its shares were accepted on this session
 * @param rejected how many were not
 * @param sinceLastShare how long ago the last share was accepted, or null
 */
public record WorkerDetails(Worker worker, double difficulty, long accepted, long rejected,
		@Nullable Duration sinceLastShare) {

	/**
	 * A session that knows details of its workers. Safe for use by any thread.
	 */
	public interface Source {

		/**
		 * The details of the workers that are registered.
		 * @return a snapshot; empty for a session of one miner
		 */
		List<WorkerDetails> workerDetails();

	}

}
