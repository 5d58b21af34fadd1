package io.stratum.client;

import org.jspecify.annotations.Nullable;

/**
 * Hears what a miner wants to know. Calls come on the event loop of the connection and
 * must not block.
 */
public interface MinerListener {

	/**
	 * There is a new job.
	 * @param job the job, with all that is needed to mine it
	 */
	default void jobReceived(MinerJob job) {
	}

	/**
	 * The server asks to connect again. Whether to follow is up to the miner: a host that
	 * differs from the present one is how hash rate gets stolen.
	 * @param request where to and when
	 */
	default void reconnectRequested(ReconnectRequest request) {
	}

	/**
	 * The server has a message for people.
	 * @param text untrusted text without control characters
	 */
	default void messageShown(String text) {
	}

	/**
	 * The connection ended. It is the last call.
	 * @param cause why, or null if either side just closed it
	 */
	default void closed(@Nullable Throwable cause) {
	}

}
