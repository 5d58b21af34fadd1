package io.stratum.client;

import java.util.List;

import io.stratum.bitcoin.Hash256;

/**
 * The parameters of {@code mining.notify}.
 *
 * @param jobId the id of the job
 * @param previousBlock the hash of the block before
 * @param coinbasePrefix the stripped coinbase before the extranonce; do not modify
 * @param coinbaseSuffix the stripped coinbase after the extranonce; do not modify
 * @param merkleBranches the branches from the coinbase up
 * @param version the block version
 * @param nBits the compact network target
 * @param time the header time to start from, unsigned seconds
 * @param cleanJobs whether older jobs are worthless
 */
public record NotifyParams(String jobId, Hash256 previousBlock, byte[] coinbasePrefix, byte[] coinbaseSuffix,
		List<Hash256> merkleBranches, int version, int nBits, int time, boolean cleanJobs) {

	public NotifyParams {
		merkleBranches = List.copyOf(merkleBranches);
	}

}
