package io.stratum.mining.share;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Target;
import io.stratum.mining.RejectReason;
import io.stratum.mining.job.BlockAssembler;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.JobRejectedException;
import io.stratum.mining.job.JobStore;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.job.Templates;
import io.stratum.mining.pow.Sha256dProofOfWork;

import static io.stratum.mining.job.Templates.template;
import static io.stratum.mining.share.ShareBench.ANY;
import static io.stratum.mining.share.ShareBench.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ShareValidator}.
 */
class ShareValidatorTests extends ShareValidatorFixture {

	@Test
	void acceptsAShareThatIsNoBlock() throws JobRejectedException {
		LiveJob job = hardJob(ANY);
		ShareResult result = this.bench.check(job, submission(job, 1));
		assertThat(result).isInstanceOfSatisfying(ShareResult.Accepted.class,
				(accepted) -> assertThat(accepted.difficulty()).isEqualTo(ANY));
		assertThat(result.blockHeader()).isNull();
	}

	@Test
	void acceptsWhatTheAssemblerPutsIntoABlock() throws JobRejectedException {
		LiveJob job = this.bench.issue(this.bench.job(this.bench.publish(template().transactions(9), 1, 1)), ANY);
		byte[] extranonce2 = { 9, 8, 7, 6, 5, 4, 3, 2 };
		for (int nonce = 0; nonce < 50; nonce++) {
			ShareResult result = this.bench.check(job,
					new Submission(extranonce2, job.job().time(), nonce, job.job().version()));
			byte[] header = result.blockHeader();
			if (header != null) {
				byte[] extranonce = job.job().extranonce(this.bench.lease().prefix(), extranonce2);
				assertThat(BlockAssembler.assemble(job.job(), header, extranonce, "w").bytes()).startsWith(header);
				return;
			}
		}
		throw new AssertionError("no block among 50 hashes");
	}

	@Test
	void rejectsWrongExtranonceLengths() throws JobRejectedException {
		LiveJob job = hardJob(ANY);
		for (int length : new int[] { 0, 7, 9, 16 }) {
			Submission submission = new Submission(new byte[length], job.job().time(), 1, job.job().version());
			rejects(job, submission, RejectReason.EXTRANONCE_LENGTH);
		}
	}

	@Test
	void rejectsStaleSharesAfterTheLifetimeOfTheJob() throws JobRejectedException {
		LiveJob job = hardJob(ANY);
		this.bench.publish(template(), 2, 1);
		this.bench.seconds = 9;
		assertThat(this.bench.check(job, submission(job, 1))).isInstanceOf(ShareResult.Accepted.class);
		this.bench.seconds = 10;
		rejects(job, submission(job, 2), RejectReason.STALE);
		this.bench.seconds = 100;
		rejects(job, submission(job, 3), RejectReason.STALE);
	}

	@Test
	void rejectsStaleSharesOfAnotherTipAtOnce() throws JobRejectedException {
		LiveJob job = hardJob(ANY);
		this.bench.publish(template(), 2, 2);
		rejects(job, submission(job, 1), RejectReason.STALE);
	}

	@Test
	void rejectsUnauthorizedWorkers() throws JobRejectedException {
		LiveJob job = hardJob(ANY);
		assertThat(this.bench.validator.check(this.bench, job, submission(job, 1), false))
			.isEqualTo(new ShareResult.Rejected(RejectReason.UNAUTHORIZED, null));
		assertThat(this.bench.check(job, submission(job, 1))).isInstanceOf(ShareResult.Accepted.class);
	}

	@Test
	void acceptsTheTimeOfTheJobWhateverTheClockSays() throws JobRejectedException {
		LiveJob job = hardJob(ANY);
		int time = (int) job.job().work().template().time();
		for (long seconds : new long[] { -100_000, 100_000 }) {
			this.bench.seconds = seconds;
			assertThat(this.bench.check(job, submission(job, (int) (seconds & 0xff))))
				.isInstanceOf(ShareResult.Accepted.class);
			if (seconds < 0) {
				rejects(job, at(job, time + 1), RejectReason.TIME_TOO_NEW);
			}
		}
	}

	@Test
	void rejectsTimesOutsideTheWindow() throws JobRejectedException {
		LiveJob job = hardJob(ANY);
		int min = job.job().minTime();
		int max = (int) Templates.TIME + 7200;
		assertThat(this.bench.check(job, at(job, min))).isInstanceOf(ShareResult.Accepted.class);
		assertThat(this.bench.check(job, at(job, max))).isInstanceOf(ShareResult.Accepted.class);
		rejects(job, at(job, min - 1), RejectReason.TIME_TOO_OLD);
		rejects(job, at(job, 0), RejectReason.TIME_TOO_OLD);
		rejects(job, at(job, max + 1), RejectReason.TIME_TOO_NEW);
		rejects(job, at(job, -1), RejectReason.TIME_TOO_NEW);
		this.bench.seconds = 1;
		assertThat(this.bench.check(job, at(job, max + 1))).isInstanceOf(ShareResult.Accepted.class);
	}

	@Test
	void rejectsVersionBitsOutsideTheMask() throws JobRejectedException {
		LiveJob job = this.bench.issue(
				this.bench.job(this.bench.publish(template().nBits(HARD).version(0x30000000, 0x10000000), 1, 1)), ANY);
		assertThat(job.job().version()).isEqualTo(0x30000000);
		for (int bit = 0; bit < 32; bit++) {
			Submission rolled = rolled(job, 1 << bit);
			if (bit >= 13 && bit <= 27) {
				assertThat(this.bench.check(job, rolled)).isInstanceOf(ShareResult.Accepted.class);
			}
			else {
				rejects(job, rolled, RejectReason.VERSION_MASK);
			}
		}
		this.bench.versionMask = 0x00002000;
		assertThat(this.bench.check(job, new Submission(new byte[8], job.job().time(), 7, 0x30002000)))
			.isInstanceOf(ShareResult.Accepted.class);
		rejects(job, rolled(job, 0x4000), RejectReason.VERSION_MASK);
		this.bench.versionMask = 0;
		rejects(job, rolled(job, 0x2000), RejectReason.VERSION_MASK);
		this.bench.versionMask = -1;
		rejects(job, rolled(job, 0x10000000), RejectReason.VERSION_MASK);
	}

	@Test
	void judgesAndCreditsAtTheLowerDifficultyAfterALowering() throws JobRejectedException {
		LiveJob job = hardJob(1e6);
		rejects(job, submission(job, 1), RejectReason.LOW_DIFFICULTY);
		this.bench.store.lower(Double.POSITIVE_INFINITY, ANY);
		LiveJob lowered = this.bench.store.find(job.id());
		assertThat(lowered).isNotNull();
		assertThat(this.bench.check(lowered, submission(job, 1))).isInstanceOfSatisfying(ShareResult.Accepted.class,
				(accepted) -> assertThat(accepted.difficulty()).isEqualTo(ANY));
	}

	@Test
	void checksInAFixedOrder() throws JobRejectedException {
		LiveJob job = hardJob(1e6);
		LiveJob easy = this.bench.issue(50, job.job(), ANY);
		Submission bad = new Submission(new byte[8], 0, 1, -1);
		rejects(job, new Submission(new byte[8], 0, 1, -1), RejectReason.TIME_TOO_OLD);
		assertThat(this.bench.validator.check(this.bench, job, bad, false))
			.isEqualTo(new ShareResult.Rejected(RejectReason.UNAUTHORIZED, null));
		rejects(job, rolled(job, 1), RejectReason.VERSION_MASK);
		assertThat(this.bench.check(easy, submission(job, 1))).isInstanceOf(ShareResult.Accepted.class);
		rejects(job, submission(job, 1), RejectReason.DUPLICATE);
		this.bench.publish(template(), 2, 2);
		assertThat(this.bench.validator.check(this.bench, job, bad, false))
			.isEqualTo(new ShareResult.Rejected(RejectReason.STALE, null));
		assertThat(this.bench.validator.check(this.bench, job, new Submission(new byte[7], 0, 1, -1), false))
			.isEqualTo(new ShareResult.Rejected(RejectReason.EXTRANONCE_LENGTH, null));
	}

	@ParameterizedTest
	@EnumSource(names = { "STALE", "UNAUTHORIZED", "TIME_TOO_OLD", "TIME_TOO_NEW", "VERSION_MASK", "DUPLICATE",
			"LOW_DIFFICULTY", "TOO_MANY_SHARES" })
	void findsTheBlockInAShareThatItRejects(RejectReason reason) throws JobRejectedException {
		ShareBench small = new ShareBench(new Sha256dProofOfWork(), 1, 1);
		Job work = small.job(small.publish(template(), 1, 1));
		LiveJob job = small.issue(work, (reason == RejectReason.LOW_DIFFICULTY) ? 1e6 : ANY);
		Submission block = block(job, small, reason);
		if (reason == RejectReason.DUPLICATE) {
			assertThat(small.check(job, block)).isInstanceOf(ShareResult.Accepted.class);
		}
		if (reason == RejectReason.TOO_MANY_SHARES) {
			small.check(job, new Submission(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }, work.time(), 0, work.version()));
		}
		if (reason == RejectReason.STALE) {
			small.publish(template(), 2, 2);
		}
		ShareResult result = small.validator.check(small, job, block, reason != RejectReason.UNAUTHORIZED);
		assertThat(result).isInstanceOfSatisfying(ShareResult.Rejected.class,
				(rejected) -> assertThat(rejected.reason()).isEqualTo(reason));
		assertThat(work.networkTarget().isMetBy(BlockHeader.parse(result.blockHeader()).hash().toInternal())).isTrue();
	}

	@Test
	void checksACostlyShareInSteps() throws JobRejectedException {
		LiveJob job = hardJob(ANY);
		ShareCandidate candidate = this.bench.validator.candidate(this.bench, job, submission(job, 1), true);
		assertThat(this.bench.validator.buildHeader(candidate)).isNull();
		this.bench.publish(template(), 2, 1);
		this.bench.seconds = 10;
		this.bench.validator.hash(candidate);
		assertThat(this.bench.validator.judge(candidate)).isInstanceOf(ShareResult.Accepted.class);
		ShareCandidate late = this.bench.validator.candidate(this.bench, job, submission(job, 2), true);
		assertThat(this.bench.validator.buildHeader(late)).isNull();
		this.bench.validator.hash(late);
		assertThat(this.bench.validator.judge(late)).isEqualTo(new ShareResult.Rejected(RejectReason.STALE, null));
		ShareCandidate bad = this.bench.validator.candidate(this.bench, job,
				new Submission(new byte[0], job.job().time(), 1, job.job().version()), true);
		assertThat(this.bench.validator.buildHeader(bad)).isEqualTo(RejectReason.EXTRANONCE_LENGTH);
	}

	@Test
	void acceptsACostlyShareThatCameBeforeTheNewTip() throws JobRejectedException {
		LiveJob job = hardJob(ANY);
		ShareCandidate candidate = this.bench.validator.candidate(this.bench, job, submission(job, 1), true);
		assertThat(this.bench.validator.buildHeader(candidate)).isNull();
		this.bench.publish(template(), 2, 2);
		this.bench.validator.hash(candidate);
		assertThat(this.bench.validator.judge(candidate)).isInstanceOf(ShareResult.Accepted.class);
	}

	@Test
	void allocatesNothingButTheResult() throws JobRejectedException {
		LiveJob job = this.bench
			.issue(this.bench.job(this.bench.publish(template().nBits(HARD).transactions(1900), 1, 1)), 1e6);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		Submission submission = submission(job, 1);
		List<ShareResult> last = new ArrayList<>(List.of(this.bench.check(job, submission)));
		long least = Long.MAX_VALUE;
		// The compiler and the loading of classes may disturb the first rounds on a busy
		// machine
		for (int round = 0; round < 20 && least > 24; round++) {
			long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
			for (int i = 0; i < 1000; i++) {
				last.set(0, this.bench.check(job, submission));
			}
			long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
			least = Math.min(least, allocated / 1000);
		}
		assertThat(least).isLessThanOrEqualTo(24);
	}

	@Test
	void refusesATimeWindowThatTheNetworkRefuses() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ShareValidator(new Sha256dProofOfWork(),
				Duration.ofSeconds(7201), () -> 0, () -> Instant.EPOCH));
		assertThatIllegalArgumentException().isThrownBy(() -> new ShareValidator(new Sha256dProofOfWork(),
				Duration.ofSeconds(-1), () -> 0, () -> Instant.EPOCH));
	}

	@Test
	void acceptsTheHeadersOfHeaderOnlyChannels() throws JobRejectedException {
		JobStore headers = JobStore.headerOnly(this.bench.lease(), Target.DIFFICULTY_ONE, 4);
		Job job = this.bench.job(this.bench.publish(template(), 1, 1));
		LiveJob live = headers.issue(1, job, ANY, 0);
		LiveJob rolling = this.bench.issue(2, job, ANY);
		assertThat(this.bench.check(live, new Submission(new byte[0], job.time(), 1, job.version())))
			.isInstanceOf(ShareResult.Accepted.class);
		ShareResult same = this.bench.check(rolling, submission(rolling, 1));
		assertThat(same).isInstanceOfSatisfying(ShareResult.Rejected.class,
				(rejected) -> assertThat(rejected.reason()).isEqualTo(RejectReason.DUPLICATE));
	}

}
