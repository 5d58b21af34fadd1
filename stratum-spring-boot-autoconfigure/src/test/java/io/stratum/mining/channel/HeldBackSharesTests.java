package io.stratum.mining.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Target;
import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.job.ExtranonceAllocator;
import io.stratum.mining.job.ExtranonceLease;
import io.stratum.mining.job.JobFactory;
import io.stratum.mining.job.JobSettings;
import io.stratum.mining.job.JobStore;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.job.Work;
import io.stratum.mining.job.WorkState;
import io.stratum.mining.job.WorkTimeline;
import io.stratum.mining.vardiff.DifficultyLimits;
import io.stratum.mining.vardiff.RetargetingDifficultyPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A miner that submits what its difficulty asks for, keeps the rest, falls silent until
 * its difficulty comes down, and submits what it kept then.
 */
class HeldBackSharesTests {

	private static final long SECOND = 1_000_000_000L;

	private static final int RATE = 1024;

	private static final int CYCLES = 100;

	private final WorkTimeline timeline = new WorkTimeline(Duration.ofMinutes(2), Duration.ofMinutes(5));

	private final JobFactory factory = new JobFactory(new JobSettings(8, 0, "", 500), Target.DIFFICULTY_ONE,
			new Random(1));

	private final Random random = new Random(7);

	private final List<Found> kept = new ArrayList<>();

	private long now = SECOND;

	private long number;

	private MiningChannel channel;

	private double credit;

	/**
	 * A share.
	 *
	 * @param job the id of its job
	 * @param difficulty the highest difficulty that it meets
	 */
	private record Found(long job, double difficulty) {
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 10 })
	void areNotWorthMoreThanTheWorkInThem(int interval) throws Exception {
		open(interval);
		long start = this.now;
		for (int cycle = 0; cycle < CYCLES; cycle++) {
			mine(150 - 18 * interval);
			double before = this.channel.difficulty();
			for (int i = 0; i < 150 && this.channel.difficulty() >= before; i++) {
				pass();
			}
			this.kept.forEach(this::submit);
			this.kept.clear();
		}
		double work = (double) RATE * (this.now - start) / SECOND;
		assertThat(this.credit / work).isBetween(0.8, 1.05);
	}

	private void mine(int seconds) throws Exception {
		for (int i = 0; i < seconds; i++) {
			pass();
			for (Found share : List.copyOf(this.kept)) {
				LiveJob job = this.channel.jobs().find(share.job());
				if (job == null || share.difficulty() >= job.difficulty()) {
					this.kept.remove(share);
					submit(share);
				}
			}
		}
	}

	private void pass() throws Exception {
		this.now += SECOND;
		double lowest = RATE / 8.0;
		double mean = RATE / lowest;
		for (double at = -Math.log(this.random.nextDouble()); at < mean; at -= Math.log(this.random.nextDouble())) {
			this.kept.add(new Found(this.number, lowest / this.random.nextDouble()));
		}
		this.channel.timePassed(this.now);
		if (this.channel.hasPendingDifficulty() || this.now / SECOND % 30 == 0) {
			issue();
		}
	}

	private void submit(Found share) {
		LiveJob job = this.channel.jobs().find(share.job());
		if (job != null && share.difficulty() >= job.difficulty()
				&& this.timeline.state(job.job().work(), this.now) == WorkState.ACTIVE) {
			this.credit += job.difficulty();
			this.channel.shareAccepted(job, this.now);
		}
	}

	private void issue() throws Exception {
		BlockTemplate template = BlockTemplate.builder()
			.previousBlock(Hash256.ZERO)
			.height(100)
			.nBits(0x17034219)
			.time(1000)
			.minTime(900)
			.coinbaseValue(50)
			.fetched(Instant.EPOCH)
			.build();
		Work work = new Work(++this.number, 1, this.number == 1, template);
		this.timeline.publish(work, this.now);
		this.channel.issue(this.number, this.factory.create(work, List.of(new TxOutput(50, new byte[] { 0x51 }))));
	}

	private void open(int interval) throws Exception {
		DifficultyLimits limits = new DifficultyLimits(true, RATE * interval, 1e-9, 1e12, Duration.ofSeconds(interval),
				Duration.ofMinutes(1), 16, 0.2, false);
		ExtranonceLease lease = new ExtranonceAllocator(0, this.timeline, 100, new Random(1)).allocate(this.now);
		assertThat(lease).isNotNull();
		this.channel = new MiningChannel(lease, JobStore.rolling(lease, Target.DIFFICULTY_ONE, 64),
				new RetargetingDifficultyPolicy().start(limits, this.now), limits, () -> this.now);
		issue();
	}

}
