package io.stratum.server;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Computes handshakes away from the event loops, as each of them costs as much as a
 * hundred shares: on few threads, which end when there is nothing to do, and with a
 * bounded number of tasks waiting. Thread-safe.
 */
public final class HandshakeExecutor implements Executor, AutoCloseable {

	private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

	private final String name;

	private final ThreadPoolExecutor threads;

	private final AtomicInteger created = new AtomicInteger();

	/**
	 * Creates an executor without a thread.
	 * @param name how its threads are named, with a number behind it
	 * @param threads how many handshakes are computed at a time
	 * @param maxWaiting how many may wait for that
	 */
	public HandshakeExecutor(String name, int threads, int maxWaiting) {
		this.name = name;
		this.threads = new ThreadPoolExecutor(threads, threads, KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS,
				new ArrayBlockingQueue<>(maxWaiting), this::thread);
		this.threads.allowCoreThreadTimeOut(true);
	}

	private Thread thread(Runnable task) {
		Thread thread = new Thread(task, this.name + "-" + this.created.incrementAndGet());
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Computes something soon.
	 * @throws RejectedExecutionException if too many are waiting, or it is closed
	 */
	@Override
	public void execute(Runnable task) {
		this.threads.execute(task);
	}

	/**
	 * Computes no more handshakes.
	 */
	@Override
	public void close() {
		this.threads.shutdownNow();
	}

}
