package io.stratum.engine;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.job.Job;
import io.stratum.mining.job.Work;

/**
 * The sessions that share a payout, and so a coinbase and the bytes of a job. Safe for
 * use by several threads.
 */
public final class PayoutGroup {

	private final String key;

	private final AtomicInteger members = new AtomicInteger();

	private volatile @Nullable Job job;

	private volatile @Nullable String problem;

	PayoutGroup(String key) {
		this.key = key;
	}

	/**
	 * The key of {@link io.stratum.mining.PayoutPolicy#payout}.
	 * @return the key
	 */
	public String key() {
		return this.key;
	}

	/**
	 * The job of the newest work. When no job could be built for it, the job of an
	 * earlier work, which must not be sent on a newer tip.
	 * @return the job
	 */
	public Job currentJob() {
		Job current = this.job;
		if (current == null) {
			throw new IllegalStateException("no job was built yet");
		}
		return current;
	}

	/** Why the group has no job of its own payout, or null if it has. */
	@Nullable String problem() {
		return this.problem;
	}

	AtomicInteger members() {
		return this.members;
	}

	/** Whether there is a job of the work's tip. */
	boolean hasJobOf(Work work) {
		Job current = this.job;
		return current != null && current.work().tip() == work.tip();
	}

	/** Builds the job of a work, unless there is one as new. */
	synchronized void update(Work work, JobBuilder builder) {
		Job current = this.job;
		if (current != null && current.work().number() >= work.number()) {
			return;
		}
		JobBuilder.Result result = builder.build(this.key, work);
		this.problem = result.problem();
		if (result.job() != null) {
			this.job = result.job();
		}
	}

	/**
	 * Builds the job of a payout.
	 */
	@FunctionalInterface
	interface JobBuilder {

		Result build(String payout, Work work);

		/**
		 * A job, or why there is none, or both if it pays somebody else.
		 *
		 * @param job the job
		 * @param problem the reason
		 */
		record Result(@Nullable Job job, @Nullable String problem) {
		}

	}

}
