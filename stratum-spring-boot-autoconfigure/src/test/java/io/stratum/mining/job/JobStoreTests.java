package io.stratum.mining.job;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Target;

import static io.stratum.mining.job.Templates.VALUE;
import static io.stratum.mining.job.Templates.outputs;
import static io.stratum.mining.job.Templates.template;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JobStoreTests {

	private static final long SECOND = 1_000_000_000L;

	private final WorkTimeline timeline = new WorkTimeline(Duration.ofSeconds(10), Duration.ofSeconds(30));

	private final JobFactory factory = new JobFactory(new JobSettings(8, 0, "", 1000), Target.DIFFICULTY_ONE,
			new Random(1));

	private final ExtranonceLease lease = lease();

	private final JobStore store = JobStore.rolling(this.lease, Target.DIFFICULTY_ONE, 6);

	@BeforeEach
	void publish() {
		this.timeline.publish(template().work(1, 1), 0);
	}

	@Test
	void findsJobsByTheirId() throws JobRejectedException {
		Job job = job(1);
		LiveJob issued = this.store.issue(17, job, 2.5, 0);
		assertThat(this.store.find(17)).isSameAs(issued);
		assertThat(this.store.find(18)).isNull();
		assertThat(issued.job()).isSameAs(job);
		assertThat(issued.difficulty()).isEqualTo(2.5);
		assertThat(issued.target().target()).isEqualTo(Target.ofDifficulty(2.5, Target.DIFFICULTY_ONE));
		assertThat(issued.merkleRoot()).isNull();
		assertThat(this.lease.lastWork()).isOne();
	}

	@Test
	void replacesAJobOfTheSameId() throws JobRejectedException {
		this.store.issue(1, job(1), 1, 0);
		LiveJob second = this.store.issue(1, job(1), 2, 0);
		assertThat(this.store.find(1)).isSameAs(second);
		assertThat(this.store.size()).isOne();
	}

	@Test
	void sharesTheTargetOfEqualDifficulties() throws JobRejectedException {
		assertThat(this.store.issue(1, job(1), 3, 0).target()).isSameAs(this.store.issue(2, job(1), 3, 0).target());
	}

	@Test
	void sharesAJobAmongChannelsThatHaveItOnTheSameTerms() throws JobRejectedException {
		JobStore other = JobStore.rolling(lease(), Target.DIFFICULTY_ONE, 6);
		Job job = job(1);
		for (double difficulty = 1.0 / 64; difficulty < 4096; difficulty *= 2) {
			LiveJob issued = this.store.issue(1, job, difficulty, 0);
			assertThat(issued.difficulty()).isEqualTo(difficulty);
			assertThat(other.issue(1, job, difficulty, 0)).isSameAs(issued);
		}
		assertThat(other.issue(2, job, 8, 0)).isNotEqualTo(this.store.issue(3, job, 8, 0));
		double network = job.networkDifficulty();
		assertThat(other.issue(1, job, network, 0)).isSameAs(this.store.issue(1, job, network, 0));
		assertThat(other.issue(1, job(1), network, 0)).isNotSameAs(this.store.find(1));
	}

	@Test
	void keepsTheTermsOfOtherChannelsWhenItLowersThoseOfOne() throws JobRejectedException {
		JobStore other = JobStore.rolling(lease(), Target.DIFFICULTY_ONE, 6);
		Job job = job(1);
		LiveJob kept = other.issue(1, job, 8, 0);
		this.store.issue(1, job, 8, 0);
		this.store.lower(8, 2);
		assertThat(this.store.find(1)).isNotNull().extracting(LiveJob::difficulty).isEqualTo(2.0);
		assertThat(other.find(1)).isSameAs(kept);
		assertThat(other.issue(2, job, 2, 0).target()).isNotSameAs(this.store.find(1).target());
	}

	@Test
	void forgetsTheOldestJobWhenThereAreTooMany() throws JobRejectedException {
		for (int id = 0; id < 100; id++) {
			this.store.issue(id, job(1), 1, 0);
			for (int known = 0; known <= id; known++) {
				assertThat(this.store.find(known) != null).isEqualTo(known > id - 6);
			}
		}
		assertThat(this.store.size()).isEqualTo(6);
	}

	@Test
	void forgetsJobsOfDeadWork() throws JobRejectedException {
		this.store.issue(1, job(1), 1, 0);
		this.timeline.publish(template().work(2, 2), 10 * SECOND);
		this.store.issue(2, job(2), 1, 39 * SECOND);
		assertThat(this.store.find(1)).isNotNull();
		this.store.issue(3, job(2), 1, 40 * SECOND);
		assertThat(this.store.find(1)).isNull();
		assertThat(this.store.find(2)).isNotNull();
		assertThat(this.store.size()).isEqualTo(2);
	}

	@Test
	void lowersTheDifficultyOfTheNewestJob() throws JobRejectedException {
		LiveJob before = this.store.issue(1, job(1), 8, 0);
		LiveJob high = this.store.issue(2, job(1), 8, 0);
		this.store.lower(Double.POSITIVE_INFINITY, 2);
		LiveJob lowered = this.store.find(2);
		assertThat(lowered).isNotNull();
		assertThat(lowered.difficulty()).isEqualTo(2);
		assertThat(lowered.target().target()).isEqualTo(Target.ofDifficulty(2, Target.DIFFICULTY_ONE));
		assertThat(lowered.job()).isSameAs(high.job());
		assertThat(high.difficulty()).isEqualTo(8);
		assertThat(this.store.find(1)).isSameAs(before);
		LiveJob low = this.store.issue(3, job(1), 1, 0);
		this.store.lower(Double.POSITIVE_INFINITY, 2);
		assertThat(this.store.find(3)).isSameAs(low);
	}

	@Test
	void givesHeaderOnlyChannelsAMerkleRoot() throws JobRejectedException {
		JobStore headers = JobStore.headerOnly(this.lease, Target.DIFFICULTY_ONE, 6);
		Job job = job(1);
		byte[] extranonce = new byte[12];
		System.arraycopy(this.lease.prefix(), 0, extranonce, 0, 4);
		assertThat(headers.issue(1, job, 1, 0).merkleRoot()).isEqualTo(job.merkleRoot(extranonce));
		headers.lower(Double.POSITIVE_INFINITY, 0.5);
		assertThat(headers.find(1)).isNotNull().extracting(LiveJob::merkleRoot).isEqualTo(job.merkleRoot(extranonce));
	}

	@Test
	void takesEveryBlockAsAShareAtTheDifficultyOfTheNetwork() throws JobRejectedException {
		Random random = new Random(9);
		for (int i = 0; i < 2000; i++) {
			int nBits = (random.nextInt(0x10, 0x20) << 24) | random.nextInt(0x008000, 0x7fffff);
			Job job = this.factory.create(template().nBits(nBits).work(1, 1), outputs(VALUE));
			LiveJob issued = this.store.issue(i, job, job.networkDifficulty(), 0);
			assertThat(issued.target().target()).isGreaterThanOrEqualTo(job.networkTarget());
			assertThat(this.store.issue(i, job, Math.nextDown(job.networkDifficulty()), 0).target().target())
				.isGreaterThanOrEqualTo(job.networkTarget());
		}
	}

	@Test
	void refusesToHoldNoJob() {
		assertThatIllegalArgumentException().isThrownBy(() -> JobStore.rolling(this.lease, Target.DIFFICULTY_ONE, 0));
	}

	private Job job(long work) throws JobRejectedException {
		return this.factory.create(template().work(work, work), outputs(VALUE));
	}

	private ExtranonceLease lease() {
		ExtranonceLease allocated = new ExtranonceAllocator(3, this.timeline, 10, new Random(1)).allocate(0);
		assertThat(allocated).isNotNull();
		return allocated;
	}

}
