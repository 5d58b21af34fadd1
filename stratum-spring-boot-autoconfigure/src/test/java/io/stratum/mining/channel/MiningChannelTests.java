package io.stratum.mining.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Target;
import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.job.ExtranonceAllocator;
import io.stratum.mining.job.ExtranonceLease;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.JobFactory;
import io.stratum.mining.job.JobSettings;
import io.stratum.mining.job.JobStore;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.job.Work;
import io.stratum.mining.job.WorkTimeline;
import io.stratum.mining.vardiff.DifficultyLimits;
import io.stratum.mining.vardiff.RetargetingDifficultyPolicy;

import static org.assertj.core.api.Assertions.assertThat;

class MiningChannelTests {

	private static final int MAINNET = 0x17034219;

	private static final int REGTEST = 0x207fffff;

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final WorkTimeline timeline = new WorkTimeline(MINUTE, MINUTE);

	private final JobFactory factory = new JobFactory(new JobSettings(8, 0, "", 500), Target.DIFFICULTY_ONE,
			new Random(1));

	private long now = 1_000_000_000L;

	private Job job;

	private MiningChannel channel;

	@BeforeEach
	void open() throws Exception {
		this.job = job(1, MAINNET);
		this.channel = channel(1024, 1e-9, true);
	}

	@Test
	void issuesJobsAtTheCurrentDifficulty() {
		assertThat(this.channel.hasPendingDifficulty()).isFalse();
		LiveJob issued = this.channel.issue(7, this.job);
		assertThat(issued.id()).isEqualTo(7);
		assertThat(issued.job()).isSameAs(this.job);
		assertThat(issued.difficulty()).isEqualTo(1024);
		assertThat(this.channel.jobs().find(7)).isEqualTo(issued);
		assertThat(this.channel.jobs().find(8)).isNull();
		assertThat(this.channel.lease().lastWork()).isEqualTo(1);
	}

	@Test
	void capsTheDifficultyByThatOfTheNetwork() throws Exception {
		Job easy = job(2, REGTEST);
		assertThat(channel(1024, 1e-12, true).issue(1, easy).difficulty()).isEqualTo(easy.networkDifficulty());
		assertThat(channel(1024, 0.5, true).issue(1, easy).difficulty()).isEqualTo(0.5);
	}

	@Test
	void doesNotAskForANewJobForAChangeAboveTheCap() throws Exception {
		MiningChannel capped = channel(1, 1e-12, true);
		capped.issue(1, job(2, REGTEST));
		for (int i = 0; i < 100; i++) {
			this.now += 1000;
			capped.shareAccepted(capped.jobs().find(1), this.now);
		}
		assertThat(capped.hasPendingDifficulty()).isFalse();
	}

	@Test
	void appliesALoweringByVardiffToTheJobBefore() {
		this.channel.issue(1, this.job);
		shares(1);
		double raised = this.channel.issue(2, fresh()).difficulty();
		silence();
		assertThat(this.channel.hasPendingDifficulty()).isTrue();
		assertThat(this.channel.difficulty()).isLessThan(raised);
		assertThat(this.channel.jobs().find(2).difficulty()).isEqualTo(this.channel.difficulty());
		this.channel.issue(3, fresh());
		assertThat(this.channel.hasPendingDifficulty()).isFalse();
	}

	@Test
	void takesNoMoreSharesAtALoweredDifficultyThanMayBeOnTheirWay() {
		this.channel.issue(1, this.job);
		shares(1);
		double raised = this.channel.issue(2, fresh()).difficulty();
		silence();
		this.channel.issue(3, fresh());
		for (int i = 0; i < 2; i++) {
			LiveJob lowered = this.channel.jobs().find(2);
			assertThat(lowered.difficulty()).isLessThan(raised);
			this.channel.shareAccepted(this.channel.jobs().find(3), this.now);
			this.channel.shareAccepted(lowered, this.now);
		}
		assertThat(this.channel.jobs().find(2).difficulty()).isEqualTo(raised);
	}

	@Test
	void doesNotLowerAJobOfWhichAShareWasCredited() {
		this.channel.issue(1, this.job);
		shares(1);
		double raised = this.channel.issue(2, fresh()).difficulty();
		this.channel.shareAccepted(this.channel.jobs().find(2), this.now);
		silence();
		silence();
		silence();
		assertThat(this.channel.difficulty()).isLessThan(raised);
		assertThat(this.channel.jobs().find(2).difficulty()).isEqualTo(raised);
	}

	@Test
	void knowsWhichOfItsJobsPayItsMiner() {
		Job second = fresh();
		this.channel.jobs().payTo("alice");
		this.channel.issue(1, this.job);
		this.channel.jobs().payTo("alice");
		assertThat(this.channel.jobs().pays(this.job)).isTrue();
		this.channel.jobs().payTo("bob");
		this.channel.issue(2, second);
		assertThat(this.channel.jobs().pays(this.job)).isFalse();
		assertThat(this.channel.jobs().pays(second)).isTrue();
		this.channel.jobs().payTo("alice");
		assertThat(this.channel.jobs().pays(this.job)).isFalse();
		assertThat(this.channel.jobs().pays(second)).isFalse();
	}

	/**
	 * A miner could connect, or ask for a difficulty, far above its own again and again,
	 * and hold shares back until the difficulty comes down.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void doesNotApplyTheWayDownFromAHeightThatNoSharesReached(boolean suggested) {
		if (suggested) {
			this.channel.issue(9, this.job);
			shares(9);
			this.channel.suggestDifficulty(1e8, this.now);
		}
		double height = this.channel.issue(1, fresh()).difficulty();
		for (int i = 2; i < 5; i++) {
			silence();
			assertThat(this.channel.issue(i, this.job).difficulty()).isLessThan(height / 3);
			assertThat(this.channel.jobs().find(1).difficulty()).isEqualTo(height);
		}
	}

	@Test
	void doesNotTakeTheTimeBeforeAResumptionForSilence() {
		this.channel.issue(1, this.job);
		this.now += 10 * MINUTE.toNanos();
		this.channel.resumed(this.now);
		this.now += Duration.ofSeconds(5).toNanos();
		assertThat(this.channel.timePassed(this.now)).isFalse();
		assertThat(this.channel.difficulty()).isEqualTo(1024);
	}

	@Test
	void knowsTheDifficultyThatSharesWereFoundAt() {
		assertThat(this.channel.provenDifficulty()).isZero();
		this.channel.issue(1, this.job);
		silence();
		double lower = this.channel.issue(2, this.job).difficulty();
		assertThat(this.channel.provenDifficulty()).isZero();
		this.channel.shareAccepted(this.channel.jobs().find(2), this.now);
		assertThat(this.channel.provenDifficulty()).isEqualTo(lower);
	}

	@Test
	void doesNotApplyARaiseToEarlierJobs() {
		this.channel.issue(1, this.job);
		shares(1);
		assertThat(this.channel.hasPendingDifficulty()).isTrue();
		assertThat(this.channel.difficulty()).isGreaterThan(10_000);
		assertThat(this.channel.jobs().find(1).difficulty()).isEqualTo(1024);
	}

	@Test
	void doesNotApplyASuggestionToEarlierJobs() {
		this.channel.issue(1, this.job);
		assertThat(this.channel.suggestDifficulty(512, this.now)).isTrue();
		assertThat(this.channel.suggestDifficulty(512, this.now)).isFalse();
		assertThat(this.channel.jobs().find(1).difficulty()).isEqualTo(1024);
		assertThat(this.channel.issue(2, this.job).difficulty()).isEqualTo(512);
	}

	@Test
	void keepsWhatWasIssuedBeforeASuggestionOutOfALaterLowering() {
		this.channel.issue(1, this.job);
		this.channel.suggestDifficulty(4, this.now);
		this.channel.issue(5, fresh());
		shares(5);
		double raised = this.channel.issue(2, fresh()).difficulty();
		assertThat(raised).isLessThan(1024);
		silence();
		assertThat(this.channel.jobs().find(1).difficulty()).isEqualTo(1024);
		assertThat(this.channel.jobs().find(2).difficulty()).isEqualTo(this.channel.difficulty()).isLessThan(raised);
	}

	@Test
	void staysAboveTheMinimumThatTheMinerAskedFor() {
		this.channel.issue(1, this.job);
		assertThat(this.channel.minimumDifficulty(2048, this.now)).isTrue();
		assertThat(this.channel.issue(2, this.job).difficulty()).isEqualTo(2048);
		silence();
		assertThat(this.channel.difficulty()).isEqualTo(2048);
		assertThat(this.channel.hasPendingDifficulty()).isFalse();
		assertThat(this.channel.minimumDifficulty(Double.NaN, this.now)).isFalse();
		assertThat(this.channel.minimumDifficulty(1e300, this.now)).isTrue();
		assertThat(this.channel.issue(3, this.job).difficulty()).isEqualTo(1e9);
	}

	@Test
	void keepsAFixedDifficulty() {
		this.channel = channel(1024, 1, false);
		this.channel.issue(1, this.job);
		assertThat(this.channel.suggestDifficulty(1, this.now)).isFalse();
		assertThat(this.channel.minimumDifficulty(4096, this.now)).isFalse();
		silence();
		assertThat(this.channel.difficulty()).isEqualTo(1024);
	}

	@Test
	void neverGoesBelowADemandNotEvenWhereTheNetworkDoes() throws Exception {
		Job easy = job(2, REGTEST);
		MiningChannel demanding = channel(1024, 1e-12, true);
		demanding.issue(1, easy);
		assertThat(demanding.demandDifficulty(64)).isTrue();
		assertThat(demanding.hasPendingDifficulty()).isTrue();
		assertThat(demanding.issue(2, easy).difficulty()).isEqualTo(64);
		assertThat(demanding.demandDifficulty(1e-15)).isTrue();
		assertThat(demanding.issue(3, easy).difficulty()).isEqualTo(easy.networkDifficulty());
		MiningChannel fixed = channel(1024, 1e-9, false);
		assertThat(fixed.demandDifficulty(2048)).isFalse();
	}

	@Test
	void takesTheVersionBitsOfADialectInPlaceOfThoseOfThePool() {
		this.channel.versionMask(0x00ffffff);
		assertThat(this.channel.versionMask(this.job)).isZero();
		this.channel.dialectVersionMask(0x1fffffe0);
		assertThat(this.channel.versionMask(this.job)).isEqualTo(0x1fffffe0);
	}

	private Job fresh() {
		return this.factory.fresh(this.job);
	}

	private void shares(long id) {
		for (int i = 0; i < 16; i++) {
			this.now += 1000;
			this.channel.shareAccepted(this.channel.jobs().find(id), this.now);
		}
	}

	private void silence() {
		this.now += MINUTE.toNanos();
		this.channel.timePassed(this.now);
	}

	private MiningChannel channel(double initial, double minimum, boolean variable) {
		DifficultyLimits limits = new DifficultyLimits(variable, initial, minimum, 1e9, Duration.ofSeconds(10), MINUTE,
				16, 0.2, false);
		ExtranonceAllocator allocator = new ExtranonceAllocator(0, this.timeline, 100, new Random(1));
		ExtranonceLease lease = allocator.allocate(this.now);
		assertThat(lease).isNotNull();
		return new MiningChannel(lease, JobStore.rolling(lease, Target.DIFFICULTY_ONE, 8),
				new RetargetingDifficultyPolicy().start(limits, this.now), limits, () -> this.now);
	}

	private Job job(long number, int nBits) throws Exception {
		BlockTemplate template = BlockTemplate.builder()
			.previousBlock(Hash256.ZERO)
			.height(100)
			.nBits(nBits)
			.time(1000)
			.minTime(900)
			.coinbaseValue(50)
			.fetched(Instant.EPOCH)
			.build();
		Work work = new Work(number, 1, number == 1, template);
		this.timeline.publish(work, this.now);
		return this.factory.create(work, List.of(new TxOutput(50, new byte[] { 0x51 })));
	}

}
