package io.stratum.demo.chain;

import java.math.BigInteger;
import java.time.Duration;

import io.stratum.bitcoin.Target;

/**
 * How hard the next block is. After each block the target moves by the time the block
 * took, in clamped steps, so that the interval is right on average for the hash rate of
 * the last few blocks. If no block comes for six intervals, because a large miner left,
 * the target doubles, and again after every two intervals more.
 */
final class DifficultyAdjustment {

	/** About as many blocks as the target follows. */
	private static final int WINDOW = 8;

	/** A block that took longer counts as if it took this many intervals. */
	private static final int LONGEST = 5;

	private static final int PATIENCE = 6;

	private static final int EASING = 2;

	private final Duration interval;

	private final Target easiest;

	DifficultyAdjustment(Duration interval, double minimumDifficulty) {
		if (interval.toMillis() <= 0) {
			throw new IllegalArgumentException("demo.chain.block-interval: " + interval + " (expected: >= 1 ms)");
		}
		this.interval = interval;
		this.easiest = Target.ofDifficulty(minimumDifficulty, Target.DIFFICULTY_ONE);
	}

	/** The compact target after a block with the given one. */
	int next(int nBits, Duration solveTime) {
		long unit = this.interval.toMillis();
		long took = Math.max(0, Math.min(LONGEST * unit, solveTime.toMillis()));
		BigInteger target = Target.ofCompact(nBits).toBigInteger();
		return compact(target.multiply(BigInteger.valueOf((WINDOW - 1) * unit + took))
			.divide(BigInteger.valueOf(WINDOW * unit)));
	}

	/** The compact target after a number of easing steps. */
	int eased(int nBits, int steps) {
		return (steps > 0) ? compact(Target.ofCompact(nBits).toBigInteger().shiftLeft(steps)) : nBits;
	}

	/** How many easing steps there are on top of a tip of an age. */
	int steps(Duration age) {
		long intervals = age.toMillis() / this.interval.toMillis();
		return (intervals < PATIENCE) ? 0 : (int) Math.min(200, 1 + (intervals - PATIENCE) / EASING);
	}

	private int compact(BigInteger target) {
		BigInteger limit = this.easiest.toBigInteger();
		return Target.of(target.min(limit).max(BigInteger.ONE)).toCompact();
	}

}
