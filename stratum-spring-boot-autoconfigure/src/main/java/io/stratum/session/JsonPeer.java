package io.stratum.session;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * A peer that speaks JSON: a miner of Stratum V1, or an agent, which sends lines beside
 * its frames. Safe for use from any thread: what is sent hops to the event loop of the
 * session.
 */
public interface JsonPeer extends StratumSession {

	/**
	 * Sends a notification.
	 * @param method the method
	 * @param params the parameters: null, booleans, numbers, texts, lists and maps of
	 * these
	 */
	void send(String method, @Nullable Object... params);

	/**
	 * Sends a request and waits for its response.
	 * @param method the method
	 * @param params the parameters
	 * @return the result; fails with {@link StratumErrorException} when the peer answers
	 * an error, when the session ends, and after the time limit of a call
	 */
	CompletionStage<@Nullable Object> call(String method, @Nullable Object... params);

}
