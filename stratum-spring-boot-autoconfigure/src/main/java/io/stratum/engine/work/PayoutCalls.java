package io.stratum.engine.work;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.engine.work.PayoutJobs.Built;
import io.stratum.mining.job.Work;
import io.stratum.room.Fault;
import io.stratum.room.FaultLog;
import io.stratum.room.LimitedCalls;
import io.stratum.room.Room;

/**
 * Calls a payout policy on one thread of its own, one payout after the other. Those who
 * wait for it go on without it when a call takes too long, and nobody waits again before
 * that call has returned. Safe for use by several threads.
 */
final class PayoutCalls {

	private static final Logger logger = System.getLogger(PayoutCalls.class.getName());

	private static final Duration SLOW = Duration.ofMillis(500);

	private static final Duration QUIET = Duration.ofMinutes(1);

	private final PayoutJobs jobs;

	private final Room room;

	private final LimitedCalls calls;

	private final LongSupplier nanoTime;

	/** Those that somebody waits for. */
	private final Set<Pass> passes = ConcurrentHashMap.newKeySet();

	/** Set from the start to the stop. */
	private volatile boolean open;

	/** When a slow call was logged last, or null if none was. */
	private volatile @Nullable Long slowNanos;

	PayoutCalls(String name, PayoutJobs jobs, EngineRuntime runtime, Duration limit) {
		FaultLog log = runtime.faultLog(PayoutCalls.class, jobs.bean());
		this.jobs = jobs;
		this.room = runtime.room(name, 1);
		this.calls = runtime.calls(log, limit, 1);
		this.nanoTime = runtime.nanoClock();
	}

	void start() {
		this.room.open();
		this.open = true;
	}

	void stop() {
		this.open = false;
		this.room.close();
		release();
	}

	/** Whether a call takes longer than it may and has not returned. */
	boolean isStuck() {
		return this.calls.isStuck();
	}

	/** What is wrong with the calls, or null. */
	@Nullable Fault fault() {
		return this.calls.fault();
	}

	/**
	 * Builds the jobs of a work by the outputs of the policy, and waits for them.
	 * @param groups whose jobs
	 * @param work the work
	 * @return those that the policy was not asked for, or does not answer for
	 */
	List<PayoutGroup> build(List<PayoutGroup> groups, Work work) {
		Pass pass = new Pass(groups, work);
		this.passes.add(pass);
		try {
			if (this.open && !isStuck()) {
				this.room.execute(pass);
				pass.ended.await();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.passes.remove(pass);
			pass.ended.countDown();
		}
		return groups.subList(pass.done, groups.size());
	}

	/** Has nobody wait any longer. */
	private void release() {
		this.passes.forEach((pass) -> pass.ended.countDown());
	}

	private void logSlow(PayoutGroup group, long nanos) {
		long now = this.nanoTime.getAsLong();
		Long last = this.slowNanos;
		if (nanos > SLOW.toNanos() && (last == null || now - last >= QUIET.toNanos())) {
			this.slowNanos = now;
			logger.log(Level.WARNING,
					this.jobs.bean() + " took " + Duration.ofNanos(nanos).toMillis() + " ms for the outputs of '"
							+ group.key() + "' (expected: no waiting); miners wait for their jobs");
		}
	}

	/**
	 * Builds jobs of one work until somebody waits no longer.
	 */
	private final class Pass implements Runnable {

		private final List<PayoutGroup> groups;

		private final Work work;

		/** Counted down when all are done, or nobody waits for the rest. */
		private final CountDownLatch ended = new CountDownLatch(1);

		/** How many are done, from the first on. */
		private volatile int done;

		Pass(List<PayoutGroup> groups, Work work) {
			this.groups = groups;
			this.work = work;
		}

		@Override
		public void run() {
			try {
				while (this.done < this.groups.size() && isAwaited() && build(this.groups.get(this.done))) {
					this.done++;
				}
			}
			finally {
				this.ended.countDown();
			}
		}

		private boolean isAwaited() {
			return this.ended.getCount() > 0;
		}

		/** Returns whether somebody still waits, so that the group got what it gets. */
		private boolean build(PayoutGroup group) {
			if (group.hasJobOf(this.work)) {
				return true;
			}
			PayoutCalls payouts = PayoutCalls.this;
			long began = payouts.nanoTime.getAsLong();
			try {
				Built built = payouts.calls.call(() -> payouts.jobs.build(group.key(), this.work, group.paid()),
						payouts::release);
				payouts.logSlow(group, payouts.nanoTime.getAsLong() - began);
				if (isAwaited()) {
					group.offer(this.work, built);
					return true;
				}
			}
			catch (Exception ex) {
				// A call of the last run has not returned
			}
			return false;
		}

	}

}
