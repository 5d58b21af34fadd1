package io.stratum.mining.share;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;

import io.stratum.bitcoin.Target;
import io.stratum.mining.ProofOfWork;
import io.stratum.mining.job.ExtranonceAllocator;
import io.stratum.mining.job.ExtranonceLease;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.JobFactory;
import io.stratum.mining.job.JobRejectedException;
import io.stratum.mining.job.JobSettings;
import io.stratum.mining.job.JobStore;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.job.Templates;
import io.stratum.mining.job.Work;
import io.stratum.mining.job.WorkTimeline;
import io.stratum.mining.pow.Sha256dProofOfWork;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A channel with all that the check of its shares needs, and a clock to set.
 */
final class ShareBench implements ShareOrigin {

	static final int MASK = 0x1fffe000;

	/** A difficulty that every hash has. */
	static final double ANY = 1e-12;

	final WorkTimeline timeline = new WorkTimeline(Duration.ofSeconds(10), Duration.ofSeconds(30));

	final ExtranonceAllocator allocator;

	final JobFactory factory = new JobFactory(new JobSettings(8, MASK, "/test/", 1000), Target.DIFFICULTY_ONE,
			new Random(1));

	final ShareValidator validator;

	ExtranonceLease lease;

	JobStore store;

	int versionMask = MASK;

	long seconds;

	ShareBench(ProofOfWork proofOfWork, int nodeId, int maxShares) {
		this.allocator = new ExtranonceAllocator(nodeId, this.timeline, maxShares, new Random(1));
		this.validator = new ShareValidator(proofOfWork, ShareValidator.MAX_TIME_AHEAD, this::nanos, new BenchClock());
		this.lease = allocate();
		this.store = JobStore.rolling(this.lease, Target.DIFFICULTY_ONE, 20);
	}

	static ShareBench sha256d() {
		return new ShareBench(new Sha256dProofOfWork(), 1, 1000);
	}

	long nanos() {
		return this.seconds * 1_000_000_000L;
	}

	void reopen() {
		this.lease = allocate();
		this.store = JobStore.rolling(this.lease, Target.DIFFICULTY_ONE, 20);
	}

	private ExtranonceLease allocate() {
		ExtranonceLease allocated = this.allocator.allocate(nanos());
		assertThat(allocated).isNotNull();
		return allocated;
	}

	Work publish(Templates template, long number, long tip) {
		Work work = template.work(number, tip);
		this.timeline.publish(work, nanos());
		return work;
	}

	Job job(Work work) throws JobRejectedException {
		return this.factory.create(work, Templates.outputs(Templates.VALUE));
	}

	LiveJob issue(Job job, double difficulty) {
		return issue(job.sequence(), job, difficulty);
	}

	LiveJob issue(long id, Job job, double difficulty) {
		return this.store.issue(id, job, difficulty, nanos());
	}

	ShareResult check(LiveJob job, Submission submission) {
		return this.validator.check(this, job, submission, true);
	}

	static Submission submission(LiveJob job, int nonce) {
		return new Submission(new byte[8], job.job().time(), nonce, job.job().version());
	}

	@Override
	public ExtranonceLease lease() {
		return this.lease;
	}

	@Override
	public int versionMask() {
		return this.versionMask;
	}

	/**
	 * Like the clock of the system it gives milliseconds without an object.
	 */
	private final class BenchClock implements InstantSource {

		@Override
		public Instant instant() {
			return Instant.ofEpochMilli(millis());
		}

		@Override
		public long millis() {
			return (Templates.TIME + ShareBench.this.seconds) * 1000;
		}

	}

}
