package io.stratum.engine.work;

import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.work.PayoutJobs.Built;
import io.stratum.engine.work.PayoutJobs.Paid;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.Work;
import io.stratum.room.Fault;

/**
 * The sessions that share a payout, and so a coinbase and the bytes of a job. Safe for
 * use by several threads.
 */
public final class PayoutGroup {

	private final String key;

	private final AtomicInteger members = new AtomicInteger();

	/** The newest job and whom it pays, or null before the first. */
	private volatile @Nullable Paid paid;

	/** Why the newest work has no job that pays as it should, or null if it has. */
	private volatile @Nullable String problem;

	/** Since when works have none, or null if the newest has. */
	private volatile @Nullable Instant problemSince;

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

	@Nullable Paid paid() {
		return this.paid;
	}

	/** What is wrong with a policy for this payout, or null. */
	@Nullable Fault fault(String bean) {
		Instant since = this.problemSince;
		return (since != null) ? new Fault(bean, since, "payout '" + this.key + "': " + this.problem, true) : null;
	}

	AtomicInteger members() {
		return this.members;
	}

	/** Whether there is a job of the work's tip, or of a newer one. */
	boolean hasJobOnTipOf(Work work) {
		Paid current = this.paid;
		return current != null && current.job().work().tip() >= work.tip();
	}

	/** Whether there is a job of the work, or of a newer one. */
	boolean hasJobOf(Work work) {
		Paid current = this.paid;
		return current != null && current.job().work().number() >= work.number();
	}

	/** Takes what was built for a work, unless there is a job of it or a newer one. */
	synchronized void offer(Work work, Built built, Instant now) {
		if (!hasJobOf(work)) {
			this.paid = (built.paid() != null) ? built.paid() : this.paid;
			this.problem = built.problem();
			this.problemSince = (built.problem() == null) ? null : Objects.requireNonNullElse(this.problemSince, now);
		}
	}

}
