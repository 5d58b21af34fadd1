package io.stratum.room;

import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

import org.jspecify.annotations.Nullable;

/**
 * Threads for one kind of work, which nothing else waits for: at most so many, begun when
 * they are needed and ended when there is nothing to do, daemon threads with a name. A
 * task that never returns keeps its thread, also when the room is closed and opened
 * again.
 * <p>
 * Tasks may have owners, who take turns, each in the order in which its tasks came. A
 * quarter of the threads is kept for owners that have fewer at work than that, so that
 * nobody who brings many tasks, or slow ones, keeps others out. What a task throws is
 * logged. Safe for use by several threads.
 */
public final class Room implements Executor {

	private static final Logger logger = System.getLogger(Room.class.getName());

	/** Bounds the memory, not the wait: a hundred thousand tasks are some 50 MB. */
	private static final int MOST_WAITING = 100_000;

	private static final int MOST_WAITING_OF_ONE = MOST_WAITING / 4;

	private static final long CLOSING_NANOS = 1_000_000_000L;

	private final String name;

	private final int most;

	/** How many threads each owner may have while there are others. */
	private final int share;

	private final ThreadFactory factory;

	/** The owners with tasks that wait or run; the one whose turn is next is first. */
	private final Map<Object, Line> lines = new LinkedHashMap<>();

	/** Threads that were begun and have not ended. */
	private final Set<Worker> workers = new HashSet<>();

	/** How many tasks wait. */
	private int waiting;

	/** How many tasks have begun and not ended. */
	private int running;

	private boolean open;

	/**
	 * Creates a room that is closed.
	 * @param name the name of its threads
	 * @param most how many there are at most
	 * @param factory makes them, platform or virtual ones; whether they are daemons does
	 * not matter
	 */
	public Room(String name, int most, ThreadFactory factory) {
		this.name = name;
		this.most = most;
		this.share = Math.max(1, most / 4);
		this.factory = factory;
	}

	/**
	 * Takes tasks from now on. Harmless twice.
	 * @return this room
	 */
	public synchronized Room open() {
		this.open = true;
		return this;
	}

	/** Whether it takes tasks. */
	public synchronized boolean isOpen() {
		return this.open;
	}

	/**
	 * Drops the tasks that wait, interrupts those that run, and waits for a second for
	 * their threads. Harmless twice.
	 */
	public void close() {
		List<Worker> ending;
		synchronized (this) {
			this.open = false;
			this.waiting = 0;
			this.lines.values().forEach((line) -> line.tasks.clear());
			this.lines.values().removeIf(Line::isIdle);
			ending = List.copyOf(this.workers);
			ending.forEach((worker) -> worker.thread.interrupt());
		}
		long end = System.nanoTime() + CLOSING_NANOS;
		try {
			for (Worker worker : ending) {
				worker.thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
				if (worker.thread.isAlive()) {
					logger.log(Level.WARNING, "A thread '" + this.name + "' does not end");
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Runs a task after those that came before, or drops it when the room is closed.
	 */
	@Override
	public void execute(Runnable task) {
		execute(task, task);
	}

	/**
	 * Runs a task when it is the turn of its owner.
	 * @param owner who has it run
	 * @param task the task
	 * @return false if it is dropped, because the room is closed or too many wait
	 */
	public boolean execute(Object owner, Runnable task) {
		Worker worker = null;
		synchronized (this) {
			Line line = this.lines.getOrDefault(owner, new Line());
			if (!this.open || this.waiting >= MOST_WAITING || line.tasks.size() >= MOST_WAITING_OF_ONE) {
				return false;
			}
			this.lines.putIfAbsent(owner, line);
			line.tasks.add(task);
			this.waiting++;
			if (this.workers.size() < this.most && choose() != null) {
				worker = new Worker();
				this.workers.add(worker);
			}
		}
		if (worker != null) {
			begin(worker);
		}
		return true;
	}

	private void begin(Worker worker) {
		try {
			worker.thread.start();
		}
		catch (Throwable ex) {
			logger.log(Level.ERROR, "A thread '" + this.name + "' could not be started", ex);
			synchronized (this) {
				this.workers.remove(worker);
			}
		}
	}

	/** The owner whose turn it is, or null if none may have another thread. */
	private @Nullable Object choose() {
		Object second = null;
		for (Map.Entry<Object, Line> entry : this.lines.entrySet()) {
			Line line = entry.getValue();
			if (!line.tasks.isEmpty()) {
				if (line.running < this.share) {
					return entry.getKey();
				}
				second = (second != null) ? second : entry.getKey();
			}
		}
		return (this.running < this.most - this.share) ? second : null;
	}

	/** The next task, which has begun, or null if the worker has nothing to do. */
	private synchronized @Nullable Runnable next(Worker worker) {
		// Whatever interrupted the last task is not meant for the next
		Thread.interrupted();
		Object owner = choose();
		if (owner == null) {
			this.workers.remove(worker);
			return null;
		}
		Line line = Objects.requireNonNull(this.lines.remove(owner));
		Runnable task = line.tasks.remove();
		this.waiting--;
		this.running++;
		line.running++;
		this.lines.put(owner, line);
		return () -> run(owner, line, task);
	}

	private void run(Object owner, Line line, Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			logger.log(Level.ERROR, "A task of '" + this.name + "' failed", ex);
		}
		finally {
			ended(owner, line);
		}
	}

	private synchronized void ended(Object owner, Line line) {
		this.running--;
		line.running--;
		if (line.isIdle()) {
			this.lines.remove(owner, line);
		}
	}

	/**
	 * The tasks of an owner.
	 */
	private static final class Line {

		private final Queue<Runnable> tasks = new ArrayDeque<>();

		/** How many of its tasks have begun and not ended. */
		private int running;

		boolean isIdle() {
			return this.running == 0 && this.tasks.isEmpty();
		}

	}

	/**
	 * Runs tasks until there is none for it.
	 */
	private final class Worker implements Runnable {

		private final Thread thread;

		Worker() {
			this.thread = Room.this.factory.newThread(this);
			this.thread.setName(Room.this.name);
			this.thread.setDaemon(true);
		}

		@Override
		public void run() {
			for (Runnable task = next(this); task != null; task = next(this)) {
				task.run();
			}
		}

	}

}
