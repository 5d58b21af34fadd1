package io.stratum.engine.work;

import io.stratum.mining.job.Work;

/**
 * Hears of new work after the jobs of all payout groups were built. Called on an engine
 * thread.
 */
@FunctionalInterface
public interface WorkListener {

	/**
	 * New jobs are there: {@link PayoutGroup#currentJob()} of each group.
	 * @param work the work
	 */
	void workPublished(Work work);

}
