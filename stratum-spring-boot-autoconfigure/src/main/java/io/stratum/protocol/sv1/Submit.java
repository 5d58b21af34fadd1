package io.stratum.protocol.sv1;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * {@code mining.submit}: a share, as the miner wrote it.
 *
 * @param worker the worker; untrusted text
 * @param jobId the id of the job
 * @param extranonce2 hexadecimal digits
 * @param ntime hexadecimal digits of the header time, a big-endian number
 * @param nonce hexadecimal digits of the nonce, a big-endian number; some miners do not
 * pad it
 * @param versionBits hexadecimal digits of the rolled version bits (BIP310), null if none
 * were sent
 */
public record Submit(String worker, String jobId, String extranonce2, String ntime, String nonce,
		@Nullable String versionBits) {

	private static final int REQUIRED = 5;

	/**
	 * Reads the parameters: five texts, and a sixth that may be missing or null.
	 * @param request the request
	 * @return the parameters, or null if they are not what they must be
	 */
	public static @Nullable Submit decode(StratumRequest request) {
		List<@Nullable Object> params = request.positional();
		if (params.size() < REQUIRED) {
			return null;
		}
		Object bits = (params.size() > REQUIRED) ? params.get(REQUIRED) : null;
		if (params.get(0) instanceof String worker && params.get(1) instanceof String jobId
				&& params.get(2) instanceof String extranonce2 && params.get(3) instanceof String ntime
				&& params.get(4) instanceof String nonce && (bits == null || bits instanceof String)) {
			return new Submit(worker, jobId, extranonce2, ntime, nonce, (String) bits);
		}
		return null;
	}

}
