package io.stratum.demo.miner;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Mines the newest tasks, one after the other, until the session is over or the thread is
 * interrupted, in short bursts with pauses that keep the hash rate.
 */
final class HashLoop {

	private static final Log logger = LogFactory.getLog(HashLoop.class);

	private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private static final long BURSTS_PER_SECOND = 20;

	private final int burst;

	private final long burstNanos;

	private final JobBoard board;

	private final @Nullable NonceSearch[] searches;

	private int slot;

	HashLoop(int hashRate, JobBoard board) {
		this.burst = (int) Math.max(1, hashRate / BURSTS_PER_SECOND);
		this.burstNanos = (hashRate >= BURSTS_PER_SECOND) ? BURST_NANOS : TimeUnit.SECONDS.toNanos(1) / hashRate;
		this.board = board;
		this.searches = new @Nullable NonceSearch[board.slots()];
	}

	void run() {
		long next = System.nanoTime();
		while (!this.board.isOver() && !Thread.currentThread().isInterrupted()) {
			MiningTask task = nextTask();
			if (task == null) {
				LockSupport.parkNanos(BURST_NANOS);
				next = System.nanoTime();
				continue;
			}
			mine(task);
			next += this.burstNanos;
			long pause = next - System.nanoTime();
			if (pause > 0) {
				LockSupport.parkNanos(pause);
			}
			else {
				// what a busy machine could not do is not made up for
				next = System.nanoTime();
			}
		}
	}

	private @Nullable MiningTask nextTask() {
		for (int i = 0; i < this.searches.length; i++) {
			this.slot = (this.slot + 1) % this.searches.length;
			MiningTask task = this.board.task(this.slot);
			if (task != null) {
				return task;
			}
		}
		return null;
	}

	private void mine(MiningTask task) {
		NonceSearch search = this.searches[this.slot];
		if (search == null || search.task() != task) {
			search = new NonceSearch(task);
			this.searches[this.slot] = search;
		}
		if (search.search(this.burst)) {
			search.submit().subscribe((accepted) -> {
			}, (ex) -> logger.debug("Share of " + task.worker() + " refused: " + ex.getMessage()));
		}
	}

}
