package io.stratum.client;

import java.net.InetSocketAddress;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * An open connection to a stratum server. Safe for use from any thread: what it sends
 * hops to the event loop of the connection.
 */
public interface StratumConnection {

	/** How many calls of one connection may wait for their responses. */
	int MAX_PENDING_CALLS = 1024;

	/**
	 * Sends a request on each subscription and waits for its response. Requests leave in
	 * the order of subscription.
	 * @param method the method
	 * @param params the parameters: null, booleans, numbers, texts, lists and maps of
	 * these
	 * @return the result, empty if it is null; fails with
	 * {@link io.stratum.session.StratumErrorException} when the server answers an error,
	 * with {@link StratumConnectionException} when it does not answer in time, when the
	 * connection ends, which it does when a megabyte waits for a server that does not
	 * read, and when {@value #MAX_PENDING_CALLS} calls are waiting. Signals come on the
	 * event loop
	 */
	Mono<Object> call(String method, @Nullable Object... params);

	/**
	 * Sends a notification: a message with the id null, to which no response is expected.
	 * Does nothing once the connection is closed.
	 * @param method the method
	 * @param params the parameters
	 */
	void send(String method, @Nullable Object... params);

	/**
	 * Where the server is.
	 * @return the address
	 */
	InetSocketAddress remoteAddress();

	/**
	 * Whether the connection is open.
	 * @return false once it is closed
	 */
	boolean isOpen();

	/**
	 * Sends what was queued, for as long as connecting may take, then closes. Calls that
	 * wait fail.
	 */
	void close();

	/**
	 * The end of the connection, whoever caused it.
	 * @return completes when it is closed, and never fails
	 */
	Mono<Void> closed();

}
