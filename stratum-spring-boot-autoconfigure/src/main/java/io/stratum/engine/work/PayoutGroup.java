package io.stratum.engine.work;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.work.PayoutJobs.Built;
import io.stratum.engine.work.PayoutJobs.Paid;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.Work;

/**
 * The sessions that share a payout, and so a coinbase and the bytes of a job. Safe for
 * use by several threads.
 */
public final class PayoutGroup {

	private final String key;

	private final PayoutJobs jobs;

	private final AtomicInteger members = new AtomicInteger();

	/** Only one of those who join asks the policy. */
	private final Object joining = new Object();

	private volatile @Nullable Paid paid;

	private volatile @Nullable String problem;

	private volatile boolean slow;

	private @Nullable Thread caller;

	private long calledNanos;

	PayoutGroup(String key, PayoutJobs jobs) {
		this.key = key;
		this.jobs = jobs;
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

	/** Whether the policy took long the last time, so that nobody should wait for it. */
	boolean isSlow() {
		return this.slow;
	}

	void slow(boolean isSlow) {
		this.slow = isSlow;
	}

	/** Whether there is a job of the work's tip. */
	boolean hasJobOnTipOf(Work work) {
		Paid current = this.paid;
		return current != null && current.job().work().tip() == work.tip();
	}

	/** Whether there is a job of the work, or of a newer one. */
	boolean hasJobOf(Work work) {
		Paid current = this.paid;
		return current != null && current.job().work().number() >= work.number();
	}

	/**
	 * Builds the job of a work on the thread of one who joins, unless there is one.
	 * @return whether there is one now that was not there before
	 */
	boolean join(Work work) {
		if (hasJobOf(work)) {
			return false;
		}
		synchronized (this.joining) {
			return build(work);
		}
	}

	/**
	 * Builds the job of a work on this thread, unless there is one.
	 * @return whether there is one now that was not there before
	 */
	boolean build(Work work) {
		return !hasJobOf(work) && offer(work, this.jobs.build(this.key, work, this.paid));
	}

	/**
	 * Builds the job of a work without the policy, which takes too long, unless there is
	 * one.
	 * @return whether there is one now that was not there before
	 */
	boolean substitute(Work work, Duration limit) {
		return !hasJobOf(work) && offer(work,
				this.jobs.substitute(this.key, work, this.paid, new TimeoutException("no outputs within " + limit)));
	}

	/** Interrupts the call of the policy, if there is one. */
	synchronized void interrupt() {
		if (this.caller != null) {
			this.caller.interrupt();
		}
	}

	/**
	 * Begins a call of the policy by this thread.
	 * @return false if another call has not ended
	 */
	synchronized boolean call(long nowNanos) {
		if (this.caller != null) {
			return false;
		}
		this.caller = Thread.currentThread();
		this.calledNanos = nowNanos;
		return true;
	}

	/** Ends a call of the policy by this thread. */
	synchronized void called() {
		this.caller = null;
	}

	/** Whether a call takes longer than it may. */
	synchronized boolean isStuck(Duration limit, long nowNanos) {
		return this.caller != null && nowNanos - this.calledNanos >= limit.toNanos();
	}

	private synchronized boolean offer(Work work, Built built) {
		Paid offered = built.paid();
		Paid current = this.paid;
		if (offered != null && (current == null || offered.job().work().number() > current.job().work().number())) {
			this.paid = offered;
			this.problem = built.problem();
			return true;
		}
		if (!hasJobOf(work)) {
			this.problem = built.problem();
		}
		return false;
	}

}
