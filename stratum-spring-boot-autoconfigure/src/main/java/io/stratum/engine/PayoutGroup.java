package io.stratum.engine;

import io.stratum.mining.job.Job;

/**
 * The sessions that share a payout, and so a coinbase and the bytes of a job.
 */
public final class PayoutGroup {

	/** The key of {@link io.stratum.mining.PayoutPolicy#payout}. */
	public String key() {
		throw new UnsupportedOperationException();
	}

	/** The job of the newest work. */
	public Job currentJob() {
		throw new UnsupportedOperationException();
	}

}
