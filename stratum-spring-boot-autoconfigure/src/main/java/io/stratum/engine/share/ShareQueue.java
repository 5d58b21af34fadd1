package io.stratum.engine.share;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Shares that wait for a loop to take them, the oldest first. Adding is safe for use by
 * several threads; one at a time takes.
 */
final class ShareQueue {

	private final long delayNanos;

	private final int batchSize;

	private final LongSupplier nanoTime;

	private final Lock lock = new ReentrantLock();

	/** Wakes the loop: the first share came, a batch is complete, or it is told to. */
	private final Condition changed = this.lock.newCondition();

	/** What was added and not taken; what is settled is left out when it is taken. */
	private final Deque<JournalEntry> entries = new ArrayDeque<>();

	/**
	 * Creates an empty queue.
	 * @param delayNanos how long a share waits for others
	 * @param batchSize how many shares are taken together at most, without waiting
	 * @param nanoTime the monotonic time, by which entries were made
	 */
	ShareQueue(long delayNanos, int batchSize, LongSupplier nanoTime) {
		this.delayNanos = delayNanos;
		this.batchSize = batchSize;
		this.nanoTime = nanoTime;
	}

	void add(JournalEntry entry) {
		this.lock.lock();
		try {
			this.entries.add(entry);
			int size = this.entries.size();
			if (size == 1 || size == this.batchSize) {
				this.changed.signal();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The share that was added last and is not settled, or null; it stays here. */
	@Nullable JournalEntry newest() {
		this.lock.lock();
		try {
			Iterator<JournalEntry> newestFirst = this.entries.descendingIterator();
			JournalEntry newest = null;
			while (newestFirst.hasNext() && (newest == null || newest.isSettled())) {
				newest = newestFirst.next();
			}
			return (newest == null || newest.isSettled()) ? null : newest;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Fills a batch with what is there. If it is empty, waits for the first share, and
	 * then until enough have come or the delay is over.
	 * @param batch the batch
	 * @param hurried ends the waiting, when the loop is {@linkplain #wake woken}
	 */
	void take(List<JournalEntry> batch, BooleanSupplier hurried) throws InterruptedException {
		this.lock.lock();
		try {
			do {
				if (batch.isEmpty()) {
					await(hurried);
				}
				fill(batch);
			}
			while (batch.isEmpty() && !hurried.getAsBoolean());
		}
		finally {
			this.lock.unlock();
		}
	}

	private void await(BooleanSupplier hurried) throws InterruptedException {
		while (this.entries.isEmpty() && !hurried.getAsBoolean()) {
			this.changed.await();
		}
		JournalEntry first = this.entries.peek();
		long left = (first != null) ? this.delayNanos - (this.nanoTime.getAsLong() - first.nanos()) : 0;
		while (left > 0 && this.entries.size() < this.batchSize && !hurried.getAsBoolean()) {
			left = this.changed.awaitNanos(left);
		}
	}

	private void fill(List<JournalEntry> batch) {
		JournalEntry next = null;
		while (batch.size() < this.batchSize && (next = this.entries.poll()) != null) {
			if (!next.isSettled()) {
				batch.add(next);
			}
		}
	}

	/** Waits for a time, or until the loop is {@linkplain #wake woken} for a reason. */
	void pause(long nanos, BooleanSupplier hurried) throws InterruptedException {
		this.lock.lock();
		try {
			long left = nanos;
			while (left > 0 && !hurried.getAsBoolean()) {
				left = this.changed.awaitNanos(left);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Wakes the loop. */
	void wake() {
		this.lock.lock();
		try {
			this.changed.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

}
