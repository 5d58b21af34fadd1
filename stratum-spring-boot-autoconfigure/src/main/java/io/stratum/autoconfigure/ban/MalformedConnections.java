package io.stratum.autoconfigure.ban;

import io.stratum.ban.Bans;
import io.stratum.session.CloseReason;
import io.stratum.session.SessionObserver;
import io.stratum.session.StratumSession;

/**
 * Reports connections that were closed because of what they sent. Silence is no offence,
 * nor is a request that the server refuses, nor a foreign protocol: a health check of a
 * load balancer speaks HTTP.
 */
final class MalformedConnections implements SessionObserver {

	private final Bans bans;

	/**
	 * Creates the observer.
	 * @param bans where it reports to
	 */
	MalformedConnections(Bans bans) {
		this.bans = bans;
	}

	@Override
	public void closed(StratumSession session, CloseReason reason) {
		if (reason == CloseReason.PROTOCOL_ERROR) {
			this.bans.malformed(session.remoteAddress().getAddress());
		}
	}

}
