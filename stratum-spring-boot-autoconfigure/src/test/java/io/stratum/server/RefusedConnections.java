package io.stratum.server;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.stratum.session.SessionObserver;
import io.stratum.session.StratumSession;

/**
 * Remembers refused connections and malformed messages.
 */
public final class RefusedConnections implements SessionObserver {

	/** Listener and reason of each. */
	public final Queue<String> refused = new ConcurrentLinkedQueue<>();

	/** Sessions that sent what is no message. */
	public final Queue<StratumSession> malformed = new ConcurrentLinkedQueue<>();

	@Override
	public void malformed(StratumSession session) {
		this.malformed.add(session);
	}

	@Override
	public void refused(String listener, String reason) {
		this.refused.add(listener + " " + reason);
	}

}
