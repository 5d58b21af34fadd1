package io.stratum.mining.channel;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Target;
import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.JobFactory;
import io.stratum.mining.job.JobRejectedException;
import io.stratum.mining.job.JobSettings;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.job.ShareTarget;
import io.stratum.mining.job.Work;
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

	@Test
	void lowersOnlyJobsAfterTheLastOneOfWhichAShareWasCredited() {
		ChannelMiner miner = new ChannelMiner(shared(4), this.variable);
		this.wanted = 1024;
		assertThat(next(miner, 1)).isEqualTo(10);
		assertThat(difficulties(miner, 5)).containsExactly(4.0, 1024.0, 1024.0, 1024.0, 1024.0);
		miner.shareAccepted(miner.terms(job(3)), 0);
		this.wanted = 16;
		assertThat(next(miner, 4)).isEqualTo(4);
		assertThat(difficulties(miner, 5)).containsExactly(4.0, 1024.0, 1024.0, 16.0, 16.0);
		this.wanted = 64;
		assertThat(next(miner, 5)).isEqualTo(6);
		assertThat(difficulties(miner, 7)).containsExactly(4.0, 1024.0, 1024.0, 16.0, 16.0, 64.0, 64.0);
		miner.shareAccepted(miner.terms(job(4)), 0);
		this.wanted = 2;
		assertThat(next(miner, 6)).isEqualTo(1);
		assertThat(difficulties(miner, 7)).containsExactly(4.0, 1024.0, 1024.0, 16.0, 2.0, 2.0, 2.0);
		miner.shareAccepted(miner.terms(job(6)), 0);
		this.wanted = 8;
		assertThat(next(miner, 6)).isEqualTo(3);
		assertThat(difficulties(miner, 7)).containsExactly(4.0, 1024.0, 1024.0, 16.0, 2.0, 2.0, 8.0);
	}

	private static List<Double> difficulties(ChannelMiner miner, int jobs) {
		return IntStream.rangeClosed(1, jobs).mapToObj((work) -> miner.terms(job(work)).difficulty()).toList();
	}

	private static LiveJob job(long number) {
		BlockTemplate template = BlockTemplate.builder()
			.previousBlock(Hash256.ZERO)
			.height(100)
			.nBits(0x17034219)
			.time(1000)
			.minTime(900)
			.coinbaseValue(50)
			.fetched(Instant.EPOCH)
			.build();
		try {
			Job job = new JobFactory(new JobSettings(8, 0, "", 500), Target.DIFFICULTY_ONE, new Random(1))
				.create(new Work(number, 1, true, template), List.of(new TxOutput(50, new byte[] { 0x51 })));
			return new LiveJob(number, job, new ShareTarget(4, Target.MAX), null);
		}
		catch (JobRejectedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static int next(ChannelMiner miner, long work) {
		return miner.nextJob(work, Double.POSITIVE_INFINITY, 0);
	}

	private static SharedDifficulty shared(double start) {
		return new SharedDifficulty(start, 1e-9, Target.DIFFICULTY_ONE);
	}

}
