package io.stratum.engine;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.AuthenticationRequest;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Worker;
import io.stratum.mining.channel.IssuedJob;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.Work;
import io.stratum.mining.share.Submission;
import io.stratum.mining.vardiff.DifficultyLimits;

/**
 * The mining engine as sessions see it. Safe for use by several threads.
 */
public final class MiningEngine {

	/**
	 * Whether there is work that is young enough to be mined; logins are refused
	 * otherwise.
	 */
	public boolean isReady() {
		throw new UnsupportedOperationException();
	}

	public @Nullable Work currentWork() {
		throw new UnsupportedOperationException();
	}

	/** Start: polls templates, until stop. */
	public void start() {
		throw new UnsupportedOperationException();
	}

	public void stop() {
		throw new UnsupportedOperationException();
	}

	public void addWorkListener(WorkListener listener) {
		throw new UnsupportedOperationException();
	}

	/** Extranonce2 length in bytes. */
	public int extranonce2Size() {
		throw new UnsupportedOperationException();
	}

	/** The configured version-rolling mask. */
	public int versionMask() {
		throw new UnsupportedOperationException();
	}

	/**
	 * A new channel with a fresh lease, or null when no extranonce is free.
	 */
	public @Nullable MiningChannel openChannel(DifficultyLimits limits) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Opens a channel that goes on where a disconnected one stopped: its lease with seen
	 * shares, live jobs, vardiff. Null if the token is unknown or odd. If the old owner
	 * is still connected, its close callback is run first and the channel is handed over
	 * when it has let go; completes with null if that fails.
	 */
	public CompletionStage<@Nullable MiningChannel> resumeChannel(String token) {
		throw new UnsupportedOperationException();
	}

	/**
	 * A random token of 16 hexadecimal digits by which this channel can be resumed;
	 * closeOwner is run (any thread) when another connection resumes it while it's still
	 * open, and must end in {@link #closeChannel(MiningChannel)}.
	 */
	public String resumable(MiningChannel channel, Runnable closeOwner) {
		throw new UnsupportedOperationException();
	}

	/**
	 * The session ended: keep for resume if it has a token and saw a job, otherwise
	 * release or quarantine the lease.
	 */
	public void closeChannel(MiningChannel channel) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Authenticate, resolve payout, build job; off the loops, with a timeout. Never fails
	 * exceptionally.
	 */
	public CompletionStage<Login> login(AuthenticationRequest request) {
		throw new UnsupportedOperationException();
	}

	public void leave(PayoutGroup group) {
		throw new UnsupportedOperationException();
	}

	/**
	 * A job of the same work and payout, with a stamp and sequence of its own, for a
	 * session that needs fresh work.
	 */
	public Job freshJob(Job job) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Checks a share, and does all that follows: listeners, recorder, block submission,
	 * vardiff. Called on the session's loop. For an authorized worker pass it; for a
	 * foreign one its name only.
	 * @param loop where the verdict of a costly proof of work is judged, in order
	 */
	public ShareAnswer submit(MiningChannel channel, IssuedJob job, Submission submission, String workerName,
			@Nullable Worker worker, String listener, java.util.concurrent.Executor loop) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Counts a share that could not be checked, because it has no header: unknown job,
	 * malformed, wrong extranonce2 length, not subscribed.
	 */
	public void rejected(String workerName, RejectReason reason) {
		throw new UnsupportedOperationException();
	}

}
