package io.stratum.mining.share;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Hash256;
import io.stratum.mining.RejectReason;
import io.stratum.mining.job.JobRejectedException;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.pow.Sha256dProofOfWork;

import static io.stratum.mining.job.Templates.template;
import static io.stratum.mining.share.ShareBench.ANY;
import static io.stratum.mining.share.ShareBench.submission;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the duplicates that a {@link ShareValidator} finds.
 */
class ShareMemoryTests extends ShareValidatorFixture {

	@Test
	void rejectsDuplicates() throws JobRejectedException {
		LiveJob job = hardJob(ANY);
		assertThat(this.bench.check(job, submission(job, 1))).isInstanceOf(ShareResult.Accepted.class);
		rejects(job, submission(job, 1), RejectReason.DUPLICATE);
		assertThat(this.bench.check(job, submission(job, 2))).isInstanceOf(ShareResult.Accepted.class);
	}

	@Test
	void rejectsTheSameHeaderUnderAnotherJobId() throws JobRejectedException {
		LiveJob job = hardJob(ANY);
		LiveJob again = this.bench.issue(99, job.job(), 2 * ANY);
		LiveJob harder = this.bench.issue(100, job.job(), 1e6);
		assertThat(this.bench.check(job, submission(job, 1))).isInstanceOf(ShareResult.Accepted.class);
		rejects(again, submission(again, 1), RejectReason.DUPLICATE);
		rejects(harder, submission(harder, 1), RejectReason.DUPLICATE);
		rejects(harder, submission(harder, 2), RejectReason.LOW_DIFFICULTY);
		assertThat(this.bench.check(again, submission(again, 2))).isInstanceOf(ShareResult.Accepted.class);
	}

	@Test
	void creditsNothingTwiceWhenAPrefixIsUsedAgain() throws JobRejectedException {
		LiveJob job = hardJob(ANY);
		assertThat(this.bench.check(job, submission(job, 1))).isInstanceOf(ShareResult.Accepted.class);
		byte[] prefix = this.bench.lease().prefix();
		this.bench.lease().release(this.bench.nanos());
		this.bench.reopen();
		assertThat(this.bench.lease().prefix()).isNotEqualTo(prefix);
		this.bench.publish(template().nBits(HARD), 2, 1);
		this.bench.seconds = 30;
		while (!Arrays.equals(this.bench.lease().prefix(), prefix)) {
			this.bench.lease().release(this.bench.nanos());
			this.bench.reopen();
		}
		LiveJob again = this.bench.issue(job.job(), ANY);
		rejects(again, submission(again, 1), RejectReason.STALE);
	}

	@Test
	void rejectsNewSharesWhenItRemembersTooMany() throws JobRejectedException {
		ShareBench small = new ShareBench(new Sha256dProofOfWork(), 1, 3);
		LiveJob job = small.issue(small.job(small.publish(template().nBits(HARD), 1, 1)), ANY);
		for (int nonce = 0; nonce < 3; nonce++) {
			assertThat(small.check(job, submission(job, nonce))).isInstanceOf(ShareResult.Accepted.class);
		}
		assertThat(small.check(job, submission(job, 3)))
			.isEqualTo(new ShareResult.Rejected(RejectReason.TOO_MANY_SHARES, null));
		assertThat(small.check(job, submission(job, 0)))
			.isEqualTo(new ShareResult.Rejected(RejectReason.DUPLICATE, null));
	}

	@Test
	void takesNewSharesWhenTheOldOnesDoNotCountAnyMore() throws JobRejectedException {
		ShareBench small = new ShareBench(new Sha256dProofOfWork(), 1, 3);
		LiveJob old = small.issue(small.job(small.publish(template().nBits(HARD), 1, 1)), ANY);
		for (int nonce = 0; nonce < 3; nonce++) {
			assertThat(small.check(old, submission(old, nonce))).isInstanceOf(ShareResult.Accepted.class);
		}
		LiveJob job = small.issue(small.job(small.publish(template().nBits(HARD), 2, 1)), ANY);
		small.seconds = 9;
		assertThat(small.check(job, submission(job, 3)))
			.isEqualTo(new ShareResult.Rejected(RejectReason.TOO_MANY_SHARES, null));
		small.seconds = 10;
		assertThat(small.check(job, submission(job, 3))).isInstanceOf(ShareResult.Accepted.class);
		assertThat(small.check(old, submission(old, 0))).isEqualTo(new ShareResult.Rejected(RejectReason.STALE, null));
		assertThat(small.lease().seenShares().size()).isOne();
	}

	@Test
	void remembersNoSharesThatItRejected() throws JobRejectedException {
		LiveJob job = hardJob(1e6);
		rejects(job, submission(job, 1), RejectReason.LOW_DIFFICULTY);
		rejects(job, submission(job, 1), RejectReason.LOW_DIFFICULTY);
		assertThat(this.bench.lease().seenShares().size()).isZero();
	}

	@Test
	void tellsSharesApartByTheHashOfTheirHeader() throws JobRejectedException {
		ShareBench constant = new ShareBench(new ConstantProofOfWork(), 1, 10);
		LiveJob job = constant.issue(constant.job(constant.publish(template().nBits(HARD), 1, 1)), 1);
		for (int nonce = 0; nonce < 2; nonce++) {
			ShareResult result = constant.check(job, submission(job, nonce));
			assertThat(result).isInstanceOfSatisfying(ShareResult.Accepted.class,
					(accepted) -> assertThat(accepted.hash()).isEqualTo(Hash256.ZERO));
			assertThat(result.blockHeader()).isNotNull();
		}
		assertThat(constant.check(job, submission(job, 0))).isInstanceOfSatisfying(ShareResult.Rejected.class,
				(rejected) -> assertThat(rejected.reason()).isEqualTo(RejectReason.DUPLICATE));
	}

}
