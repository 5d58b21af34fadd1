package io.stratum.client;

import org.jspecify.annotations.Nullable;

/**
 * A share to submit.
 *
 * @param worker the authorized worker
 * @param jobId the job
 * @param extranonce2 the miner's part of the extranonce
 * @param time the header time, unsigned seconds
 * @param nonce the nonce
 * @param versionBits the rolled version bits, or null if version rolling was not
 * negotiated
 */
public record ShareSubmission(String worker, String jobId, byte[] extranonce2, int time, int nonce,
		@Nullable Integer versionBits) {
}
