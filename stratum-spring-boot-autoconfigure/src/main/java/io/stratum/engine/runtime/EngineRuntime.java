package io.stratum.engine.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

import io.stratum.room.Alarm;
import io.stratum.room.FaultLog;
import io.stratum.room.LimitedCalls;
import io.stratum.room.Room;

/**
 * What an engine runs on: its clocks, its random source, what makes the threads of code
 * that may block, and, from start to stop, daemon threads. One is for timers and short
 * steps, and keeps state that is confined to it; one builds jobs. Tasks given to the
 * threads while stopped are dropped.
 */
public final class EngineRuntime implements Alarm {

	private static final Logger logger = System.getLogger(EngineRuntime.class.getName());

	private static final Future<?> DROPPED = CompletableFuture.completedFuture(null);

	private final ThreadFactory threads;

	private final InstantSource clock;

	private final LongSupplier nanoTime;

	private final RandomGenerator random = new SecureRandom();

	private volatile @Nullable ScheduledThreadPoolExecutor timer;

	private volatile @Nullable ScheduledThreadPoolExecutor builder;

	/**
	 * Creates a runtime that is stopped.
	 * @param threads makes threads where policies may block
	 * @param clock the time of day
	 * @param nanoTime the monotonic time
	 */
	public EngineRuntime(ThreadFactory threads, InstantSource clock, LongSupplier nanoTime) {
		this.threads = threads;
		this.clock = clock;
		this.nanoTime = nanoTime;
	}

	/** The time of day. */
	public InstantSource clock() {
		return this.clock;
	}

	/** What tells the monotonic time. */
	public LongSupplier nanoClock() {
		return this.nanoTime;
	}

	/** Makes stamps, tokens and ids that no other server or run makes. */
	public RandomGenerator random() {
		return this.random;
	}

	/** The monotonic time. */
	public long nanoTime() {
		return this.nanoTime.getAsLong();
	}

	/** Starts the threads. */
	public void start() {
		this.timer = newThread("stratum-engine");
		this.builder = newThread("stratum-engine-jobs");
	}

	/** Ends the threads, with what was to be done on them. */
	public void stop() {
		end(this.timer);
		end(this.builder);
		this.timer = null;
		this.builder = null;
	}

	/** So that what was confined to the thread can be touched by who stops it. */
	private static void end(@Nullable ThreadPoolExecutor thread) {
		if (thread == null) {
			return;
		}
		thread.shutdownNow();
		try {
			if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
				logger.log(Level.WARNING, "A thread of the mining engine does not end");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Whether the threads were started and not stopped. */
	public boolean isRunning() {
		return this.timer != null;
	}

	/** Runs a short step on the timer thread, after those given before. */
	public void execute(Runnable step) {
		run(this.timer, step, 0);
	}

	/** Runs a short step on the timer thread later. */
	@Override
	public Future<?> after(Duration delay, Runnable step) {
		return run(this.timer, step, delay.toNanos());
	}

	/** Runs a task that may take longer on the thread that builds jobs. */
	public void build(Runnable task) {
		run(this.builder, task, 0);
	}

	/**
	 * A room of its own for one kind of work, closed.
	 * @param name the name of its threads
	 * @param most how many there are at most
	 * @return the room
	 */
	public Room room(String name, int most) {
		return new Room(name, most, this.threads);
	}

	/**
	 * The failures of a bean.
	 * @param owner the class that logs them
	 * @param bean what the bean is called
	 * @return a log without a failure
	 */
	public FaultLog faultLog(Class<?> owner, String bean) {
		return new FaultLog(owner, bean, this.clock, this.nanoTime);
	}

	/**
	 * Calls of a bean, limited in time while the engine runs.
	 * @param log its failures
	 * @param limit how long a call may take
	 * @param most how many calls there may be at a time
	 * @return calls
	 */
	public LimitedCalls calls(FaultLog log, Duration limit, int most) {
		return new LimitedCalls(log, limit, most, this, this.nanoTime);
	}

	private static Future<?> run(@Nullable ScheduledThreadPoolExecutor thread, Runnable task, long delayNanos) {
		if (thread == null) {
			return DROPPED;
		}
		try {
			return thread.schedule(() -> runSafely(task), delayNanos, TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			return DROPPED;
		}
	}

	private static void runSafely(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException | Error ex) {
			logger.log(Level.ERROR, "A step of the mining engine failed", ex);
		}
	}

	private static Thread daemon(Runnable runnable, String name) {
		Thread result = new Thread(runnable, name);
		result.setDaemon(true);
		return result;
	}

	private static ScheduledThreadPoolExecutor newThread(String name) {
		ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, (runnable) -> daemon(runnable, name));
		thread.setRemoveOnCancelPolicy(true);
		return thread;
	}

}
