package io.stratum.engine;

import java.nio.ByteBuffer;
import java.util.function.Predicate;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.job.Job;
import io.stratum.mining.share.Submission;

/**
 * Finds submissions of the kind that a test wants.
 */
final class SubmissionFinder {

	private int extranonce2;

	/** A share that meets the difficulty and is no block. */
	Submission share(MiningChannel channel, Job job, Target target) {
		return search(channel, job, (hash) -> target.isMetBy(hash) && !job.networkTarget().isMetBy(hash));
	}

	Submission block(MiningChannel channel, Job job) {
		return search(channel, job, job.networkTarget()::isMetBy);
	}

	Submission miss(MiningChannel channel, Job job, Target target) {
		return search(channel, job, (hash) -> !target.isMetBy(hash));
	}

	static byte[] header(MiningChannel channel, Job job, Submission submission) {
		byte[] root = job.merkleRoot(job.extranonce(channel.lease().prefix(), submission.extranonce2()));
		return new BlockHeader(submission.version(), job.previousBlock(), Hash256.ofInternal(root), submission.time(),
				job.nBits(), submission.nonce())
			.toBytes();
	}

	private Submission search(MiningChannel channel, Job job, Predicate<byte[]> wanted) {
		byte[] rolled = ByteBuffer.allocate(8).putInt(4, ++this.extranonce2).array();
		for (int nonce = 0;; nonce++) {
			Submission submission = new Submission(rolled, job.time(), nonce, job.version());
			if (wanted.test(Sha256d.hash(header(channel, job, submission)).toInternal())) {
				return submission;
			}
		}
	}

}
