package io.stratum.mining.channel;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Target;
import io.stratum.mining.vardiff.ChannelDifficulty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChannelMiner} and {@link SharedDifficulty}.
 */
class ChannelMinerTests {

	private double wanted = 4;

	private final ChannelDifficulty variable = new ChannelDifficulty() {

		@Override
		public double current() {
			return ChannelMinerTests.this.wanted;
		}

		@Override
		public boolean shareAccepted(double difficulty, long nowNanos) {
			return false;
		}

		@Override
		public boolean timePassed(long nowNanos) {
			return false;
		}

		@Override
		public boolean suggest(double difficulty, long nowNanos) {
			return false;
		}

	};

	@Test
	void roundsTheStartDown() {
		assertThat(shared(4).start()).isEqualTo(4);
		assertThat(shared(7.99).start()).isEqualTo(4);
		assertThat(shared(1).start()).isEqualTo(1);
		assertThat(shared(0.99).start()).isEqualTo(0.5);
		assertThat(shared(0.00003).start()).isEqualTo(0x1p-16);
		assertThat(shared(1e30).start()).isEqualTo(0x1p63);
	}

	@Test
	void tellsNothingWhileNothingChanges() {
		ChannelMiner miner = new ChannelMiner(shared(4), this.variable);
		assertThat(next(miner, 1)).isEqualTo(-1);
		this.wanted = 7.9;
		assertThat(next(miner, 2)).isEqualTo(-1);
		assertThat(miner.announced()).isEqualTo(4);
	}

	@Test
	void goesUpToTheHighestExponent() {
		ChannelMiner miner = new ChannelMiner(shared(4), this.variable);
		this.wanted = 1e300;
		assertThat(next(miner, 1)).isEqualTo(63);
		assertThat(next(miner, 1)).isEqualTo(-1);
		assertThat(miner.announced()).isEqualTo(0x1p63);
	}

	@Test
	void isCappedByTheNetworkButNotBelowTheMinimum() {
		ChannelMiner miner = new ChannelMiner(new SharedDifficulty(64, 20, Target.DIFFICULTY_ONE), this.variable);
		this.wanted = 1000;
		assertThat(miner.nextJob(1, 40, 0)).isEqualTo(5);
		assertThat(miner.nextJob(2, 1, 0)).isEqualTo(4);
	}

	@Test
	void goesUpAndDownForLong() {
		ChannelMiner miner = new ChannelMiner(shared(1), this.variable);
		for (int job = 1; job < 100_000; job++) {
			int exponent = job % 64;
			this.wanted = Math.scalb(1.0, exponent);
			assertThat(next(miner, job)).isEqualTo(exponent);
		}
	}

	private static int next(ChannelMiner miner, long work) {
		return miner.nextJob(work, Double.POSITIVE_INFINITY, 0);
	}

	private static SharedDifficulty shared(double start) {
		return new SharedDifficulty(start, 1e-9, Target.DIFFICULTY_ONE);
	}

}
