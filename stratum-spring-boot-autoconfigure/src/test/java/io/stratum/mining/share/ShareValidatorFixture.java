package io.stratum.mining.share;

import java.util.Arrays;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Target;
import io.stratum.mining.ProofOfWork;
import io.stratum.mining.RejectReason;
import io.stratum.mining.job.JobRejectedException;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.job.Templates;

import static io.stratum.mining.job.Templates.template;
import static io.stratum.mining.share.ShareBench.submission;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Jobs and submissions of all kinds.
 */
abstract class ShareValidatorFixture {

	/** A compact target that no hash of these tests meets. */
	static final int HARD = 0x1a00ffff;

	final ShareBench bench = ShareBench.sha256d();

	LiveJob hardJob(double difficulty) throws JobRejectedException {
		return this.bench.issue(this.bench.job(this.bench.publish(template().nBits(HARD).transactions(5), 1, 1)),
				difficulty);
	}

	void rejects(LiveJob job, Submission submission, RejectReason reason) {
		assertThat(this.bench.check(job, submission)).isEqualTo(new ShareResult.Rejected(reason, null));
	}

	static Submission at(LiveJob job, int time) {
		return new Submission(new byte[8], time, 5, job.job().version());
	}

	static Submission rolled(LiveJob job, int bits) {
		return new Submission(new byte[8], job.job().time(), 6, job.job().version() ^ bits);
	}

	static Submission block(LiveJob job, ShareBench bench, RejectReason reason) {
		int version = job.job().version() ^ ((reason == RejectReason.VERSION_MASK) ? 1 : 0);
		int time = switch (reason) {
			case TIME_TOO_OLD -> job.job().minTime() - 1;
			case TIME_TOO_NEW -> (int) Templates.TIME + 7201;
			default -> job.job().time();
		};
		byte[] root = job.job().merkleRoot(job.job().extranonce(bench.lease().prefix(), new byte[8]));
		for (int nonce = 0;; nonce++) {
			BlockHeader header = new BlockHeader(version, job.job().previousBlock(), Hash256.ofInternal(root), time,
					job.job().nBits(), nonce);
			if (job.job().networkTarget().isMetBy(header.hash().toInternal())) {
				return new Submission(new byte[8], time, nonce, version);
			}
		}
	}

	/**
	 * Gives every header the best hash.
	 */
	static final class ConstantProofOfWork implements ProofOfWork {

		@Override
		public void hash(byte[] header, byte[] hash) {
			Arrays.fill(hash, (byte) 0);
		}

		@Override
		public Target difficultyOne() {
			return Target.DIFFICULTY_ONE;
		}

	}

}
