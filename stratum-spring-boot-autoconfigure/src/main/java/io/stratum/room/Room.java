package io.stratum.room;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Threads for one kind of work, which nothing else waits for: at most so many, begun when
 * they are needed and ended when there is nothing to do, daemon threads with a name.
 * Tasks run in the order in which they came and are dropped while the room is closed,
 * which it is before its first opening. What a task throws is logged. Safe for use by
 * several threads.
 */
public final class Room implements Executor {

	private static final Logger logger = System.getLogger(Room.class.getName());

	private static final long IDLE_SECONDS = 10;

	private final String name;

	private final int most;

	private final ThreadFactory threads;

	/** The threads while the room is open, or null. */
	private volatile @Nullable ThreadPoolExecutor pool;

	/**
	 * Creates a room that is closed.
	 * @param name the name of its threads
	 * @param most how many there are at most
	 * @param threads makes them, platform or virtual ones; whether they are daemons does
	 * not matter
	 */
	public Room(String name, int most, ThreadFactory threads) {
		this.name = name;
		this.most = most;
		this.threads = threads;
	}

	/**
	 * Takes tasks from now on. Harmless twice.
	 * @return this room
	 */
	public synchronized Room open() {
		if (this.pool == null) {
			ThreadPoolExecutor created = new ThreadPoolExecutor(this.most, this.most, IDLE_SECONDS, TimeUnit.SECONDS,
					new LinkedBlockingQueue<>(), this::newThread, new ThreadPoolExecutor.DiscardPolicy());
			created.allowCoreThreadTimeOut(true);
			this.pool = created;
		}
		return this;
	}

	/**
	 * Drops the tasks that wait, interrupts those that run, and waits for a second for
	 * their threads. One that does not end is left behind. Harmless twice.
	 */
	public void close() {
		ThreadPoolExecutor closing;
		synchronized (this) {
			closing = this.pool;
			this.pool = null;
		}
		if (closing == null) {
			return;
		}
		closing.shutdownNow();
		try {
			if (!closing.awaitTermination(1, TimeUnit.SECONDS)) {
				logger.log(Level.WARNING, "A thread '" + this.name + "' does not end");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Runs a task when there is a thread, or drops it when the room is closed.
	 */
	@Override
	public void execute(Runnable task) {
		ThreadPoolExecutor current = this.pool;
		if (current != null) {
			current.execute(() -> runSafely(task));
		}
	}

	private void runSafely(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			logger.log(Level.ERROR, "A task of '" + this.name + "' failed", ex);
		}
	}

	private Thread newThread(Runnable task) {
		Thread thread = this.threads.newThread(task);
		thread.setName(this.name);
		thread.setDaemon(true);
		return thread;
	}

}
