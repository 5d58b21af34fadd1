package io.stratum.mining.share;

import io.stratum.mining.job.ExtranonceLease;
import io.stratum.mining.job.Job;

/**
 * The channel that a share comes by, as the check sees it.
 */
public interface ShareOrigin {

	/**
	 * The extranonce prefix of the channel and the shares seen under it.
	 * @return the lease
	 */
	ExtranonceLease lease();

	/**
	 * The bits of the block version that the miner negotiated to roll, 0 if none.
	 * @return the mask; bits outside the mask of a job do not count
	 */
	int versionMask();

	/**
	 * The bits of the block version that the miner may roll for a job.
	 * @param job the job
	 * @return the mask
	 */
	default int versionMask(Job job) {
		return versionMask() & job.versionMask();
	}

}
