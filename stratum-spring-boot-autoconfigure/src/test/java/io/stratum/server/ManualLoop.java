package io.stratum.server;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A loop whose tasks and time the test drives.
 */
final class ManualLoop extends ConnectionLoop {

	private final AtomicLong now;

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final List<Scheduled> scheduled = new ArrayList<>();

	ManualLoop() {
		this(new AtomicLong());
	}

	private ManualLoop(AtomicLong now) {
		super(now::get);
		this.now = now;
	}

	void run() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			task.run();
		}
	}

	void advance(Duration duration) {
		this.now.addAndGet(duration.toNanos());
		List<Scheduled> due = this.scheduled.stream().filter((task) -> task.time() <= this.now.get()).toList();
		this.scheduled.removeAll(due);
		due.forEach((task) -> task.action().run());
		run();
	}

	int scheduledTasks() {
		return this.scheduled.size();
	}

	@Override
	public boolean inLoop() {
		return true;
	}

	@Override
	public void execute(Runnable task) {
		this.tasks.add(task);
	}

	@Override
	protected void schedule(Runnable task, Duration delay) {
		this.scheduled.add(new Scheduled(this.now.get() + delay.toNanos(), task));
	}

	private record Scheduled(long time, Runnable action) {

	}

}
