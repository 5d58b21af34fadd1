package io.stratum.engine.work;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.engine.work.PayoutJobs.Built;
import io.stratum.mining.job.Work;
import io.stratum.room.Fault;
import io.stratum.room.LimitedCalls;
import io.stratum.room.LogLimit;
import io.stratum.room.Room;

/**
 * Calls a payout policy on one thread of its own, one payout after the other. Those who
 * wait for it go on without it when a call takes too long. Safe for use by several
 * threads.
 */
final class PayoutCalls {

	private static final Logger logger = System.getLogger(PayoutCalls.class.getName());

	private static final Duration SLOW = Duration.ofMillis(500);

	/** How soon who waits for the policy sees that it is of no use. */
	private static final Duration LOOK = Duration.ofMillis(20);

	private final PayoutJobs jobs;

	private final Room room;

	private final LimitedCalls calls;

	private final LongSupplier nanoTime;

	private final InstantSource clock;

	private final LogLimit slowCalls;

	PayoutCalls(String name, PayoutJobs jobs, EngineRuntime runtime, Duration limit) {
		this.jobs = jobs;
		this.room = runtime.room(name, 1);
		this.calls = runtime.calls(runtime.faultLog(PayoutCalls.class, jobs.bean()), limit, 1);
		this.nanoTime = runtime.nanoClock();
		this.clock = runtime.clock();
		this.slowCalls = new LogLimit(1, this.nanoTime);
	}

	void start() {
		this.room.open();
	}

	void stop() {
		this.room.close();
	}

	/** Whether a call takes longer than it may and has not returned. */
	boolean isStuck() {
		return this.calls.isStuck();
	}

	/** What a call that takes too long ends with. */
	TimeoutException timeout() {
		return this.calls.timeout();
	}

	/** What is wrong with the calls, or null. */
	@Nullable Fault fault() {
		return this.calls.fault();
	}

	/**
	 * Builds the jobs of a work by the outputs of the policy, and waits for them.
	 * @param groups whose jobs
	 * @param work the work
	 * @return those whose jobs are not built, since a call does not return or the thread
	 * is gone
	 */
	List<PayoutGroup> build(List<PayoutGroup> groups, Work work) {
		Pass pass = new Pass(groups, work);
		this.room.execute(pass);
		try {
			boolean ended = false;
			while (!ended && this.room.isOpen() && !isStuck()) {
				ended = pass.ended.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		pass.awaited = false;
		return groups.subList(pass.done, groups.size());
	}

	/** Asks the policy, and takes what there is instead if it fails. */
	private Built ask(PayoutGroup group, Work work) {
		long began = this.nanoTime.getAsLong();
		try {
			return new Built(this.calls.call(() -> this.jobs.build(group.key(), work)), null);
		}
		catch (Exception ex) {
			return this.jobs.substitute(group.key(), work, group.paid(), ex);
		}
		finally {
			logSlow(group, this.nanoTime.getAsLong() - began);
		}
	}

	private void logSlow(PayoutGroup group, long nanos) {
		if (nanos > SLOW.toNanos() && this.slowCalls.allows()) {
			logger.log(Level.WARNING,
					this.jobs.bean() + " took " + Duration.ofNanos(nanos).toMillis() + " ms for the outputs of '"
							+ group.key() + "' (expected: no waiting); miners wait for their jobs");
		}
	}

	/**
	 * Builds jobs of one work until nobody waits for them.
	 */
	private final class Pass implements Runnable {

		private final List<PayoutGroup> groups;

		private final Work work;

		private final CountDownLatch ended = new CountDownLatch(1);

		/** Whether somebody waits; set to false once, who waited does the rest then. */
		private volatile boolean awaited = true;

		/** How many are done, from the first on. */
		private volatile int done;

		Pass(List<PayoutGroup> groups, Work work) {
			this.groups = groups;
			this.work = work;
		}

		@Override
		public void run() {
			try {
				while (this.awaited && this.done < this.groups.size()) {
					build(this.groups.get(this.done));
				}
			}
			finally {
				this.ended.countDown();
			}
		}

		private void build(PayoutGroup group) {
			if (!group.hasJobOf(this.work)) {
				Built built = ask(group, this.work);
				if (!this.awaited) {
					return;
				}
				group.offer(this.work, built, PayoutCalls.this.clock.instant());
			}
			this.done++;
		}

	}

}
