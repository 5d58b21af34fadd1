package io.stratum.client;

import org.jspecify.annotations.Nullable;

import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.session.StratumError;
import io.stratum.session.StratumErrorException;

/**
 * Hears what a server sends on its own accord. Calls come on the event loop of the
 * connection, in the order of the lines, and must not block.
 */
public interface StratumListener {

	/**
	 * The server sent a notification: a message without an id, or with the id null.
	 * @param connection where it came from
	 * @param notification the message; values of a server are untrusted
	 * @throws ProtocolException if the message makes no sense; the connection is closed
	 */
	default void notified(StratumConnection connection, StratumRequest notification) throws ProtocolException {
	}

	/**
	 * The server sent a request. {@code client.get_version} and {@code mining.ping} are
	 * answered already and do not arrive here.
	 * @param connection where it came from
	 * @param request the request
	 * @return the result to answer
	 * @throws StratumErrorException if the answer is an error
	 */
	default @Nullable Object requested(StratumConnection connection, StratumRequest request) {
		throw new StratumErrorException(StratumError.METHOD_NOT_FOUND);
	}

	/**
	 * The connection ended. It is the last call.
	 * @param connection the connection
	 * @param cause why, or null if either side just closed it
	 */
	default void closed(StratumConnection connection, @Nullable Throwable cause) {
	}

}
