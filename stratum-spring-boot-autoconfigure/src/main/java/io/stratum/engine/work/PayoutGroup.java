package io.stratum.engine.work;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.Work;

/**
 * The sessions that share a payout, and so a coinbase and the bytes of a job. Safe for
 * use by several threads.
 */
public final class PayoutGroup {

	private final String key;

	private final AtomicInteger members = new AtomicInteger();

	private volatile @Nullable Paid paid;

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
		Paid current = this.paid;
		if (current == null) {
			throw new IllegalStateException("no job was built yet");
		}
		return current.job();
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
		Paid current = this.paid;
		return current != null && current.job().work().tip() == work.tip();
	}

	/** Builds the job of a work, unless there is one as new. */
	synchronized void update(Work work, JobBuilder builder) {
		Paid current = this.paid;
		if (current != null && current.job().work().number() >= work.number()) {
			return;
		}
		JobBuilder.Result result = builder.build(this.key, work, current);
		this.problem = result.problem();
		if (result.paid() != null) {
			this.paid = result.paid();
		}
	}

	/**
	 * A job and whom it pays.
	 *
	 * @param job the job
	 * @param outputs its outputs, without the witness commitment
	 */
	record Paid(Job job, List<TxOutput> outputs) {
	}

	/**
	 * Builds the job of a payout.
	 */
	@FunctionalInterface
	interface JobBuilder {

		Result build(String payout, Work work, @Nullable Paid last);

		/**
		 * A job, or why there is none, or both if it does not pay as it should.
		 *
		 * @param paid the job
		 * @param problem the reason
		 */
		record Result(@Nullable Paid paid, @Nullable String problem) {
		}

	}

}
