package io.stratum.session.sv2;

import org.jspecify.annotations.Nullable;

import io.stratum.protocol.sv2.CommonMessage.Reconnect;
import io.stratum.session.ReconnectNotice;

/**
 * Where a client is sent when the server stops. One that is to come back to the same
 * address is told nothing: it does so when the connection ends.
 */
final class Redirection {

	/**
	 * The proxy of the reference implementation, whose whole process aborts when it gets
	 * Reconnect (translator_sv2 0.6.0).
	 */
	private static final String REFERENCE_PROXY = "SRI/Translator Proxy";

	private Redirection() {
	}

	/**
	 * The message that sends a client elsewhere.
	 * @return the message, or null if there is nowhere to go or the client cannot take it
	 */
	static @Nullable Reconnect of(@Nullable ReconnectNotice notice, String userAgent) {
		if (notice == null || userAgent.startsWith(REFERENCE_PROXY) || (notice.host() == null && notice.port() == 0)) {
			return null;
		}
		return new Reconnect((notice.host() != null) ? notice.host() : "", notice.port());
	}

}
