package io.stratum.demo.chain;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Target;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DifficultyAdjustment}: simulated miners find blocks at random.
 */
class DifficultyAdjustmentTests {

	private static final double MINIMUM = 0.00002;

	private final DifficultyAdjustment adjustment = new DifficultyAdjustment(Duration.ofSeconds(10), MINIMUM);

	private final Random random = new Random(20261122);

	private int nBits = nBits(0.0001);

	private double elapsed;

	@Test
	void blocksComeEveryTenSecondsOnAverage() {
		mine(300_000, 50);
		double before = this.elapsed;
		mine(300_000, 2000);
		assertThat((this.elapsed - before) / 2000).isBetween(9.0, 11.0);
	}

	@Test
	void firstBlocksComeQuickly() {
		mine(300_000, 8);
		assertThat(this.elapsed).isLessThan(60);
	}

	@Test
	void followsALargeMinerThatJoinsAndLeaves() {
		mine(300_000, 100);
		double start = this.elapsed;
		mine(20_300_000, 60);
		assertThat(this.elapsed - start).as("time to catch up").isLessThan(600);
		assertThat(averageInterval(20_300_000, 200)).isBetween(7.0, 13.0);
		start = this.elapsed;
		mine(300_000, 1);
		assertThat(this.elapsed - start).as("first block after it left").isLessThan(600);
		mine(300_000, 30);
		assertThat(averageInterval(300_000, 200)).isBetween(7.0, 13.0);
	}

	@Test
	void neverFallsBelowTheMinimum() {
		for (int i = 0; i < 100; i++) {
			this.nBits = this.adjustment.next(this.nBits, Duration.ofDays(1));
		}
		assertThat(difficulty(this.nBits)).isBetween(MINIMUM * 0.999, MINIMUM * 1.001);
		assertThat(difficulty(this.adjustment.eased(this.nBits, 200))).isBetween(MINIMUM * 0.999, MINIMUM * 1.001);
	}

	@Test
	void survivesTimeThatRunsBackwards() {
		assertThat(this.adjustment.next(this.nBits, Duration.ofSeconds(-5)))
			.isEqualTo(this.adjustment.next(this.nBits, Duration.ZERO));
		assertThat(this.adjustment.steps(Duration.ofSeconds(-5))).isZero();
	}

	private double averageInterval(double hashRate, int blocks) {
		double start = this.elapsed;
		mine(hashRate, blocks);
		return (this.elapsed - start) / blocks;
	}

	/** Each second a block comes with the probability of the hash rate. */
	private void mine(double hashRate, int blocks) {
		for (int i = 0; i < blocks; i++) {
			double needed = -Math.log(1 - this.random.nextDouble());
			double solveTime = 0;
			int bits = this.nBits;
			while (needed > 0) {
				bits = this.adjustment.eased(this.nBits, this.adjustment.steps(seconds(solveTime)));
				double perStep = hashRate * 0.05 / (difficulty(bits) * 0x1p32);
				needed -= perStep;
				solveTime += 0.05;
			}
			this.elapsed += solveTime;
			this.nBits = (bits == this.nBits) ? this.adjustment.next(bits, seconds(solveTime)) : bits;
		}
	}

	private static Duration seconds(double seconds) {
		return Duration.ofMillis((long) (seconds * 1000));
	}

	private static int nBits(double difficulty) {
		return Target.ofDifficulty(difficulty, Target.DIFFICULTY_ONE).toCompact();
	}

	private static double difficulty(int nBits) {
		return Target.ofCompact(nBits).difficulty(Target.DIFFICULTY_ONE);
	}

}
