package io.stratum.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The two daemon threads of an engine, from start to stop: one for timers and short
 * steps, which keeps state that is confined to it, and one that builds jobs, so that a
 * slow payout policy delays neither answers nor records. Tasks given while stopped are
 * dropped.
 */
final class EngineThreads {

	private static final Logger logger = System.getLogger(EngineThreads.class.getName());

	private static final Future<?> DROPPED = CompletableFuture.completedFuture(null);

	private volatile @Nullable ScheduledThreadPoolExecutor timer;

	private volatile @Nullable ScheduledThreadPoolExecutor builder;

	void start() {
		this.timer = newThread("stratum-engine");
		this.builder = newThread("stratum-engine-jobs");
	}

	void stop() {
		for (ScheduledThreadPoolExecutor thread : new ScheduledThreadPoolExecutor[] { this.timer, this.builder }) {
			if (thread != null) {
				thread.shutdownNow();
			}
		}
		this.timer = null;
		this.builder = null;
	}

	boolean isRunning() {
		return this.timer != null;
	}

	/** Runs a short step on the timer thread, after those given before. */
	void execute(Runnable step) {
		run(this.timer, step, 0);
	}

	/** Runs a short step on the timer thread later. */
	Future<?> after(Duration delay, Runnable step) {
		return run(this.timer, step, delay.toNanos());
	}

	/** Runs a task that may take longer on the thread that builds jobs. */
	void build(Runnable task) {
		run(this.builder, task, 0);
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

	private static ScheduledThreadPoolExecutor newThread(String name) {
		ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, (runnable) -> {
			Thread result = new Thread(runnable, name);
			result.setDaemon(true);
			return result;
		});
		thread.setRemoveOnCancelPolicy(true);
		return thread;
	}

}
