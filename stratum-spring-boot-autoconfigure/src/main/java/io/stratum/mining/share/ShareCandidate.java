package io.stratum.mining.share;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.job.WorkState;

/**
 * A share whose header is built and hashed in steps, on more than one thread. The steps
 * must follow one another; each is told to the next by whatever hands the candidate over.
 */
public final class ShareCandidate {

	final ShareOrigin origin;

	final LiveJob job;

	final Submission submission;

	final boolean authorized;

	final Attempt attempt = new Attempt();

	ShareCandidate(ShareOrigin origin, LiveJob job, Submission submission, boolean authorized) {
		this.origin = origin;
		this.job = job;
		this.submission = submission;
		this.authorized = authorized;
	}

	/**
	 * A header with its hash.
	 */
	static final class Attempt {

		final byte[] header = new byte[BlockHeader.LENGTH];

		final byte[] hash = new byte[Hash256.LENGTH];

		long arrivedNanos;

		WorkState state = WorkState.DEAD;

	}

}
