package io.stratum.mining.vardiff;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RetargetingDifficultyPolicyTests {

	private static final double TERA = 1e12;

	private static final long START = -5_000_000_000L;

	private final DifficultyLimits limits = limits(true, 1024, false);

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void followsAMinerFromOneToFiveHundredTerahashesAndBack(long seed) {
		SimulatedMiner miner = miner(this.limits, seed);
		miner.mine(TERA, 6000);
		assertThat(miner.interval(TERA)).isBetween(8.0, 12.5);
		miner.mine(500 * TERA, 60);
		assertThat(miner.interval(500 * TERA)).isBetween(3.3, 30.0);
		miner.mine(500 * TERA, 6000);
		assertThat(miner.interval(500 * TERA)).isBetween(8.0, 12.5);
		miner.mine(TERA, 900);
		assertThat(miner.interval(TERA)).isBetween(3.3, 30.0);
		miner.mine(TERA, 6000);
		assertThat(miner.interval(TERA)).isBetween(8.0, 12.5);
	}

	@Test
	void settlesAtTheTargetIntervalForAnyHashRate() {
		Random random = new Random(7);
		for (int i = 0; i < 300; i++) {
			double hashRate = Math.pow(10, 4 + 11 * random.nextDouble());
			SimulatedMiner miner = miner(this.limits, i);
			miner.mine(hashRate, 10000);
			assertThat(miner.interval(hashRate)).as("hash rate %s, seed %s", hashRate, i).isBetween(7.9, 12.6);
			miner.mine(hashRate, 4000);
			assertThat(miner.changes()).as("hash rate %s, seed %s", hashRate, i).isLessThanOrEqualTo(3);
		}
	}

	@ParameterizedTest
	@CsvSource({ "15000, 90, 6, 0.3", "3333, 240, 72, 0.33", "1000, 10, 30, 0.1", "10000, 120, 8, 0.5",
			"30000, 60, 4, 0.25" })
	void settlesWithOtherSettings(long intervalMillis, long retargetSeconds, int retargetShares, double variance) {
		double interval = intervalMillis / 1000.0;
		DifficultyLimits other = new DifficultyLimits(true, 1000, 1e-9, 1e15, Duration.ofMillis(intervalMillis),
				Duration.ofSeconds(retargetSeconds), retargetShares, variance, false);
		double band = 1 + Math.max(0.2, variance / 2 + 0.05);
		int changes = 0;
		for (int seed = 0; seed < 40; seed++) {
			SimulatedMiner miner = miner(other, seed);
			miner.mine(3 * TERA, 1500 * interval + 20 * retargetSeconds);
			assertThat(miner.interval(3 * TERA)).as("seed %s", seed)
				.isBetween(interval / band / 1.05, interval * band * 1.05);
			miner.mine(3 * TERA, 1000 * interval);
			changes += miner.changes();
		}
		assertThat(changes).isLessThanOrEqualTo(30);
	}

	@Test
	void settlesWithinAFactorOfTwoWithPowersOfTwo() {
		Random random = new Random(8);
		for (int i = 0; i < 300; i++) {
			double hashRate = Math.pow(10, 6 + 9 * random.nextDouble());
			RetargetingDifficultyPolicy policy = new RetargetingDifficultyPolicy();
			ChannelDifficulty difficulty = policy.start(limits(true, 1000, true), START);
			SimulatedMiner miner = new SimulatedMiner(difficulty, START, i);
			miner.mine(hashRate, 6000);
			assertThat(miner.interval(hashRate)).as("hash rate %s, seed %s", hashRate, i).isBetween(5.0, 20.0);
			assertThat(Math.scalb(1.0, Math.getExponent(difficulty.current()))).isEqualTo(difficulty.current());
		}
	}

	@Test
	void leavesASteadyMinerAlone() {
		int changes = 0;
		for (int seed = 0; seed < 20; seed++) {
			SimulatedMiner miner = miner(this.limits, seed);
			miner.mine(100 * TERA, 7200);
			miner.mine(100 * TERA, 86400);
			assertThat(miner.changes()).as("seed %s", seed).isLessThanOrEqualTo(6);
			assertThat(miner.shares()).isBetween(7200, 10800);
			changes += miner.changes();
		}
		assertThat(changes).isLessThanOrEqualTo(30);
	}

	@Test
	void lowersASilentMinerStepByStepDownToTheMinimum() {
		ChannelDifficulty difficulty = start(this.limits.withInitial(1e6));
		SimulatedMiner miner = new SimulatedMiner(difficulty, START, 1);
		miner.mine(0, 55);
		assertThat(difficulty.current()).isEqualTo(1e6);
		miner.mine(0, 15);
		assertThat(difficulty.current()).isBetween(1.2e5, 2e5);
		miner.mine(0, 3600);
		assertThat(difficulty.current()).isEqualTo(1e-9);
	}

	@Test
	void lowersTheDifficultyForABoardOfAFewHundredKilohashes() {
		SimulatedMiner miner = miner(this.limits.withInitial(16384), 3);
		miner.mine(250_000, 900);
		assertThat(miner.interval(250_000)).isLessThan(60);
	}

	@Test
	void isNotMisledByTheFirstSharesAfterAPause() {
		ChannelDifficulty difficulty = start(this.limits);
		SimulatedMiner miner = new SimulatedMiner(difficulty, START, 4);
		miner.mine(TERA, 6000);
		double before = difficulty.current();
		long now = miner.now() + Duration.ofMinutes(5).toNanos();
		assertThat(difficulty.shareAccepted(before, now)).isFalse();
		assertThat(difficulty.shareAccepted(before, now + 10_000_000_000L)).isFalse();
		assertThat(difficulty.shareAccepted(before, now + 20_000_000_000L)).isFalse();
		assertThat(difficulty.current()).isEqualTo(before);
	}

	@Test
	void raisesTheDifficultyOnABurstBeforeTheRetargetInterval() {
		ChannelDifficulty difficulty = start(this.limits.withInitial(1));
		for (int i = 1; i < 16; i++) {
			assertThat(difficulty.shareAccepted(1, START + i * 1_000_000L)).isFalse();
		}
		assertThat(difficulty.shareAccepted(1, START + 16_000_000L)).isTrue();
		assertThat(difficulty.current()).isBetween(10.0, 20.0);
	}

	@Test
	void staysInsideTheLimits() {
		DifficultyLimits narrow = new DifficultyLimits(true, 100, 50, 200, Duration.ofSeconds(10),
				Duration.ofSeconds(60), 16, 0.2, false);
		ChannelDifficulty difficulty = start(narrow);
		SimulatedMiner miner = new SimulatedMiner(difficulty, START, 1);
		miner.mine(TERA, 1000);
		assertThat(difficulty.current()).isEqualTo(200);
		miner.mine(0, 1000);
		assertThat(difficulty.current()).isEqualTo(50);
	}

	@Test
	void keepsAFixedDifficultyWhateverHappens() {
		ChannelDifficulty difficulty = start(limits(false, 1024, false));
		SimulatedMiner miner = new SimulatedMiner(difficulty, START, 1);
		miner.mine(TERA, 1000);
		miner.mine(0, 1000);
		assertThat(difficulty.suggest(1, miner.now())).isFalse();
		assertThat(difficulty.current()).isEqualTo(1024);
	}

	@Test
	void takesASuggestionAsTheNewStart() {
		ChannelDifficulty difficulty = start(this.limits);
		assertThat(difficulty.suggest(0.00015, START)).isTrue();
		assertThat(difficulty.current()).isEqualTo(0.00015);
		assertThat(difficulty.timePassed(START + Duration.ofSeconds(59).toNanos())).isFalse();
		assertThat(difficulty.timePassed(START + Duration.ofSeconds(60).toNanos())).isTrue();
	}

	@Test
	void ignoresTheSameSuggestionAgain() {
		ChannelDifficulty difficulty = start(this.limits);
		difficulty.suggest(0.00015, START);
		SimulatedMiner miner = new SimulatedMiner(difficulty, START, 1);
		miner.mine(TERA, 3000);
		double before = difficulty.current();
		assertThat(before).isGreaterThan(1000);
		assertThat(difficulty.suggest(0.00015, miner.now())).isFalse();
		assertThat(difficulty.current()).isEqualTo(before);
		assertThat(difficulty.suggest(0.0003, miner.now())).isTrue();
	}

	@Test
	void doesNotDelayTheLoweringWhenASuggestionIsRepeated() {
		ChannelDifficulty difficulty = start(this.limits.withInitial(16384));
		difficulty.suggest(8000, START);
		for (int seconds = 1; seconds < 60; seconds++) {
			assertThat(difficulty.suggest(8000, START + seconds * 1_000_000_000L)).isFalse();
		}
		assertThat(difficulty.timePassed(START + Duration.ofSeconds(60).toNanos())).isTrue();
	}

	@Test
	void holdsASuggestionInsideTheLimits() {
		ChannelDifficulty difficulty = start(this.limits);
		assertThat(difficulty.suggest(1e300, START)).isTrue();
		assertThat(difficulty.current()).isEqualTo(1e15);
		assertThat(difficulty.suggest(1e-300, START)).isTrue();
		assertThat(difficulty.current()).isEqualTo(1e-9);
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, -1, Double.NaN, Double.NEGATIVE_INFINITY })
	void ignoresASuggestionThatIsNotAPositiveNumber(double suggestion) {
		ChannelDifficulty difficulty = start(this.limits);
		assertThat(difficulty.suggest(suggestion, START)).isFalse();
		assertThat(difficulty.current()).isEqualTo(1024);
	}

	@Test
	void roundsARequestDownToAPowerOfTwoAndALimitInwards() {
		assertThat(start(limits(true, 1000, true)).current()).isEqualTo(512);
		DifficultyRange range = new DifficultyRange(300, 5000, true);
		assertThat(range.atMost(1)).isEqualTo(512);
		assertThat(range.atMost(1e9)).isEqualTo(4096);
		assertThat(range.closest(6e9)).isEqualTo(4096);
		assertThat(range.closest(700)).isEqualTo(512);
		assertThat(range.closest(750)).isEqualTo(1024);
		assertThat(new DifficultyRange(300, 400, true).atMost(350)).isEqualTo(300);
	}

	private static DifficultyLimits limits(boolean variable, double initial, boolean powerOfTwo) {
		return new DifficultyLimits(variable, initial, 1e-9, 1e15, Duration.ofSeconds(10), Duration.ofSeconds(60), 16,
				0.2, powerOfTwo);
	}

	private static ChannelDifficulty start(DifficultyLimits limits) {
		return new RetargetingDifficultyPolicy().start(limits, START);
	}

	private static SimulatedMiner miner(DifficultyLimits limits, long seed) {
		return new SimulatedMiner(start(limits), START, seed);
	}

}
