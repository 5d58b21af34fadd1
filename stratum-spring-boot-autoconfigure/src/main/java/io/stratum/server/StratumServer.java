package io.stratum.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

import io.stratum.mining.Dialect;

/**
 * A stratum server with all its listeners.
 */
public interface StratumServer {

	/**
	 * Binds all listeners, all or none. Does nothing when started.
	 * @throws StratumServerException if a listener cannot be bound
	 */
	void start();

	/**
	 * Stops accepting, and closes each session after the answers to its requests under
	 * way, telling it why; at the latest after the grace period. It can be started again.
	 * @param grace how long it may take; zero closes at once
	 * @return completes when all is closed
	 */
	CompletionStage<Void> stop(Duration grace);

	/**
	 * The bound listeners.
	 * @return a snapshot, empty when stopped
	 */
	List<BoundListener> listeners();

	/**
	 * A bound listener.
	 *
	 * @param name its name
	 * @param transport its transport
	 * @param address the address it is bound to
	 * @param port the port it is bound to
	 * @param sessions how many connections it holds
	 * @param dialects what it serves, in their natural order
	 */
	record BoundListener(String name, String transport, String address, int port, int sessions,
			List<Dialect> dialects) {

	}

}
