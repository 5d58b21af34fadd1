package io.stratum.mining.job;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Numbers the jobs and gives each a stamp of eight bytes that no job of any run and any
 * server has: random per start, counted up per job. Safe for use by several threads.
 */
final class JobStamps {

	private final long base;

	private final AtomicLong sequence = new AtomicLong();

	/**
	 * Starts at a random stamp.
	 * @param random a source that differs between servers and runs
	 */
	JobStamps(RandomGenerator random) {
		this.base = random.nextLong();
	}

	/**
	 * The next sequence number, from 1.
	 */
	long next() {
		return this.sequence.incrementAndGet();
	}

	/**
	 * The stamp of a sequence number.
	 */
	long stamp(long sequence) {
		return this.base + sequence;
	}

}
