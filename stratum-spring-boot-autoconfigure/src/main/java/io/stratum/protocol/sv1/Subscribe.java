package io.stratum.protocol.sv1;

import org.jspecify.annotations.Nullable;

/**
 * {@code mining.subscribe}.
 *
 * @param userAgent what the client calls itself, at most 255 characters; empty if unknown
 * @param session the id of a session to resume, whatever the client sent there; null if
 * none
 */
public record Subscribe(String userAgent, @Nullable String session) {

	private static final int MAX_LENGTH = 255;

	/**
	 * Reads the parameters, of which each may be missing, null or of another type.
	 * @param request the request
	 * @return the parameters
	 */
	public static Subscribe decode(StratumRequest request) {
		String userAgent = request.text(0);
		if (userAgent == null) {
			userAgent = "";
		}
		else if (userAgent.length() > MAX_LENGTH) {
			userAgent = userAgent.substring(0, MAX_LENGTH);
		}
		return new Subscribe(userAgent, request.text(1));
	}

}
