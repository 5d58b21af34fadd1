package io.stratum.room;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Calls of a bean that may block, each on the thread that makes it. A call that takes
 * longer than its limit is interrupted, once, and only while it lasts; whatever it does
 * then, its thread belongs to it until it returns. No more calls are made at a time than
 * allowed, so that a bean that never returns takes so many threads and no more. Safe for
 * use by several threads.
 */
public final class LimitedCalls {

	private final FaultLog log;

	private final Duration limit;

	private final int most;

	private final Alarm alarm;

	private final LongSupplier nanoTime;

	/** Those that have not returned, the oldest first. */
	private final Set<Call> running = new LinkedHashSet<>();

	/**
	 * Creates calls of a bean.
	 * @param log its failures
	 * @param limit how long a call may take
	 * @param most how many calls there may be at a time
	 * @param alarm interrupts them
	 * @param nanoTime the monotonic time
	 */
	public LimitedCalls(FaultLog log, Duration limit, int most, Alarm alarm, LongSupplier nanoTime) {
		this.log = log;
		this.limit = limit;
		this.most = most;
		this.alarm = alarm;
		this.nanoTime = nanoTime;
	}

	/**
	 * Calls the bean on this thread.
	 * @param call the call
	 * @return its result, never null, even if it is late
	 * @throws TimeoutException if it was interrupted and failed
	 * @throws IllegalStateException if it gives null, or too many earlier calls have not
	 * returned; then it is not made
	 * @throws ExecutionException if it fails with an error
	 * @throws Exception if it fails with an exception
	 */
	public <T> T call(Callable<? extends @Nullable T> call) throws Exception {
		return call(call, () -> {
		});
	}

	/**
	 * Calls the bean on this thread, like {@link #call(Callable)}.
	 * @param call the call
	 * @param whenOverdue run on the thread of the alarm when the call takes too long,
	 * once, before it is interrupted
	 * @return its result
	 * @throws Exception if it fails
	 */
	public <T> T call(Callable<? extends @Nullable T> call, Runnable whenOverdue) throws Exception {
		Call current = begin(whenOverdue);
		Future<?> timeout = this.alarm.after(this.limit, current::overdue);
		@Nullable T result = null;
		Throwable failure = null;
		try {
			result = call.call();
		}
		catch (Throwable ex) {
			failure = ex;
		}
		timeout.cancel(false);
		boolean late = end(current);
		if (result != null) {
			this.log.succeeded();
			return result;
		}
		throw failed(failure, late);
	}

	private Exception failed(@Nullable Throwable failure, boolean late) {
		if (late) {
			// Already logged, when it was due
			Exception timeout = timeout();
			timeout.initCause(failure);
			return timeout;
		}
		Throwable cause = (failure != null) ? failure
				: new IllegalStateException(this.log.bean() + ": null (expected: a result)");
		this.log.failed(cause);
		return (cause instanceof Exception exception) ? exception : new ExecutionException(cause);
	}

	/**
	 * What a call that takes too long ends with.
	 * @return a new exception
	 */
	public TimeoutException timeout() {
		return new TimeoutException("no result within " + this.limit);
	}

	private Call begin(Runnable whenOverdue) {
		synchronized (this.running) {
			if (this.running.size() >= this.most) {
				throw new IllegalStateException(
						this.log.bean() + ": a call has not returned since " + oldest().since());
			}
			Call call = new Call(Thread.currentThread(), whenOverdue);
			this.running.add(call);
			return call;
		}
	}

	private boolean end(Call call) {
		synchronized (this.running) {
			this.running.remove(call);
		}
		return call.end();
	}

	private Call oldest() {
		Iterator<Call> calls = this.running.iterator();
		return calls.next();
	}

	/** Whether so many calls take too long that there can be no more. */
	public boolean isStuck() {
		synchronized (this.running) {
			return this.running.size() >= this.most && this.running.stream().allMatch(Call::isOverdue);
		}
	}

	/**
	 * What is wrong with the bean now: calls that take too long, or else the last
	 * failure.
	 * @return the fault, or null
	 */
	public @Nullable Fault fault() {
		synchronized (this.running) {
			long overdue = this.running.stream().filter(Call::isOverdue).count();
			if (overdue > 0) {
				String text = timeout().getMessage() + ((this.most > 1) ? ", " + overdue + " of " + this.most : "");
				return new Fault(this.log.bean(), oldest().since(), text, overdue == this.most);
			}
		}
		return this.log.fault();
	}

	/**
	 * A call that has begun.
	 */
	private final class Call {

		private final Thread thread;

		private final Instant since = LimitedCalls.this.log.now();

		private final long beganNanos = LimitedCalls.this.nanoTime.getAsLong();

		private final Runnable whenOverdue;

		/** Set once, by the alarm, while the call lasts. */
		private boolean overdue;

		private boolean ended;

		Call(Thread thread, Runnable whenOverdue) {
			this.thread = thread;
			this.whenOverdue = whenOverdue;
		}

		Instant since() {
			return this.since;
		}

		/** By the clock as well, since there is no alarm after a stop. */
		synchronized boolean isOverdue() {
			return this.overdue
					|| LimitedCalls.this.nanoTime.getAsLong() - this.beganNanos >= LimitedCalls.this.limit.toNanos();
		}

		void overdue() {
			synchronized (this) {
				if (this.ended) {
					return;
				}
				this.overdue = true;
			}
			try {
				LimitedCalls.this.log.failed(timeout());
				this.whenOverdue.run();
			}
			finally {
				interrupt();
			}
		}

		private synchronized void interrupt() {
			if (!this.ended) {
				this.thread.interrupt();
			}
		}

		/**
		 * From here on nobody interrupts the thread, and it is not interrupted, not even
		 * if the bean left it so.
		 */
		synchronized boolean end() {
			this.ended = true;
			Thread.interrupted();
			return this.overdue;
		}

	}

}
