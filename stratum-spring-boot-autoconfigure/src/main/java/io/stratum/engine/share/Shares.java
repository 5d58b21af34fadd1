package io.stratum.engine.share;

import org.jspecify.annotations.Nullable;

import io.stratum.ban.WorkerStanding;
import io.stratum.mining.RejectReason;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.share.Submission;

/**
 * Where sessions hand in shares, each on the event loop of its session.
 */
public interface Shares {

	/**
	 * Checks a share, and does all that follows: block submission, listeners, vardiff,
	 * recorder.
	 * @param channel the channel it came by
	 * @param job the job of the channel that it is for, on the terms of its miner
	 * @param submission what the miner submitted
	 * @param submitter who handed it in
	 * @return the answer
	 */
	ShareAnswer submit(MiningChannel channel, LiveJob job, Submission submission, Submitter submitter);

	/**
	 * Looks for a block in a share that must wait for its verdict, because it is not
	 * known yet whether its worker may mine; it is to be submitted then all the same.
	 * @param channel the channel it came by
	 * @param job the job of the channel that it is for
	 * @param submission what the miner submitted
	 * @param submitter who handed it in
	 */
	void testBlock(MiningChannel channel, LiveJob job, Submission submission, Submitter submitter);

	/**
	 * Counts a share that could not be checked, because it has no header: unknown job,
	 * malformed, wrong extranonce2 length, not subscribed.
	 * @param workerName the name that came with it; untrusted text
	 * @param standing how the worker stands on the session, or null if it is unknown
	 * @param reason why
	 */
	void rejected(String workerName, @Nullable WorkerStanding standing, RejectReason reason);

}
