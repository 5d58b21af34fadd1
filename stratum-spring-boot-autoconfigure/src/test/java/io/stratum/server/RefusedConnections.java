package io.stratum.server;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.stratum.session.SessionObserver;

/**
 * Remembers refused connections.
 */
public final class RefusedConnections implements SessionObserver {

	/** Listener and reason of each. */
	public final Queue<String> refused = new ConcurrentLinkedQueue<>();

	@Override
	public void refused(String listener, String reason) {
		this.refused.add(listener + " " + reason);
	}

}
