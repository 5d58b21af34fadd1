package io.stratum.mining.vardiff;

import java.util.Random;

/**
 * A miner whose shares arrive at random, as its hash rate and its difficulty want it.
 */
final class SimulatedMiner {

	private static final double HASHES_PER_DIFFICULTY = 4294967296.0;

	private static final long SWEEP_NANOS = 5_000_000_000L;

	private final Random random;

	private final ChannelDifficulty difficulty;

	private long nowNanos;

	private long sweepNanos;

	private int changes;

	private int shares;

	SimulatedMiner(ChannelDifficulty difficulty, long nowNanos, long seed) {
		this.difficulty = difficulty;
		this.nowNanos = nowNanos;
		this.sweepNanos = nowNanos + SWEEP_NANOS;
		this.random = new Random(seed);
	}

	/** Mines for some time and forgets the counters of the time before. */
	void mine(double hashRate, double seconds) {
		this.changes = 0;
		this.shares = 0;
		long end = this.nowNanos + (long) (seconds * 1e9);
		while (this.nowNanos < end) {
			double interval = interval(hashRate);
			double wait = (hashRate > 0) ? -interval * Math.log(1 - this.random.nextDouble()) : Double.MAX_VALUE;
			long next = (wait < 1e6) ? this.nowNanos + (long) (wait * 1e9) : Long.MAX_VALUE;
			this.nowNanos = Math.min(Math.min(next, end), this.sweepNanos);
			if (this.nowNanos == next) {
				this.shares++;
				count(this.difficulty.shareAccepted(this.difficulty.current(), this.nowNanos));
			}
			if (this.nowNanos == this.sweepNanos) {
				this.sweepNanos += SWEEP_NANOS;
				count(this.difficulty.timePassed(this.nowNanos));
			}
		}
	}

	/** How far apart shares are on average at the current difficulty. */
	double interval(double hashRate) {
		return this.difficulty.current() * HASHES_PER_DIFFICULTY / hashRate;
	}

	int changes() {
		return this.changes;
	}

	int shares() {
		return this.shares;
	}

	long now() {
		return this.nowNanos;
	}

	private void count(boolean changed) {
		if (changed) {
			this.changes++;
		}
	}

}
