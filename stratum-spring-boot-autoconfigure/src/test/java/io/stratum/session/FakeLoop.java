package io.stratum.session;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;

/**
 * A loop that runs its tasks when the test says so, on the thread of the test.
 */
public final class FakeLoop implements Loop {

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final Thread thread = Thread.currentThread();

	private volatile boolean ended;

	@Override
	public boolean inLoop() {
		return Thread.currentThread() == this.thread;
	}

	@Override
	public void execute(Runnable task) {
		if (this.ended) {
			throw new RejectedExecutionException("ended");
		}
		this.tasks.add(task);
	}

	public void end() {
		this.ended = true;
	}

	public int run() {
		int count = 0;
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			task.run();
			count++;
		}
		return count;
	}

}
