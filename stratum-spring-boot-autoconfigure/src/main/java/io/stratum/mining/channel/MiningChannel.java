package io.stratum.mining.channel;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.job.ExtranonceLease;
import io.stratum.mining.job.Job;

/**
 * One miner's channel: its extranonce lease, its live jobs with the difficulty of each,
 * and its difficulty. Used on the event loop of its session only.
 */
public final class MiningChannel {

	public ExtranonceLease lease() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Gives a job to the channel at the current difficulty (capped by the job's network
	 * difficulty unless the configured minimum is higher).
	 * @param id the id on the wire
	 * @param job the job
	 * @return the job as issued; its difficulty is what the miner must be told if it
	 * differs from {@link #announcedDifficulty()}
	 */
	public IssuedJob issue(long id, Job job) {
		throw new UnsupportedOperationException();
	}

	/** A job of this channel that is known, creditable or stale, or null. */
	public @Nullable IssuedJob job(long id) {
		throw new UnsupportedOperationException();
	}

	/** Difficulty for the next job. */
	public double difficulty() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Suggestion by the miner: suggest_difficulty, suggest_target, minimum-difficulty,
	 * password; true if the next job has another difficulty.
	 */
	public boolean suggestDifficulty(double difficulty, long nowNanos) {
		throw new UnsupportedOperationException();
	}

	/** Raises the floor (BIP310 minimum-difficulty). */
	public boolean minimumDifficulty(double difficulty, long nowNanos) {
		throw new UnsupportedOperationException();
	}

	/** Vardiff by time; true if the next job has another difficulty. */
	public boolean timePassed(long nowNanos) {
		throw new UnsupportedOperationException();
	}

	/**
	 * True once after a share (or time) changed the difficulty and no job was issued
	 * since.
	 */
	public boolean hasPendingDifficulty() {
		throw new UnsupportedOperationException();
	}

	/** The difficulty last announced by issue, 0 before the first. */
	public double announcedDifficulty() {
		throw new UnsupportedOperationException();
	}

}
