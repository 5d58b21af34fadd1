package io.stratum.session;

import io.stratum.mining.Dialect;

/**
 * Hears of sessions and requests, for metrics. Called on event loops; must not block or
 * throw.
 */
public interface SessionObserver {

	/**
	 * A session began.
	 * @param session the session
	 */
	default void opened(StratumSession session) {
	}

	/**
	 * A session turned out to speak another dialect than it seemed when it began.
	 * @param session the session, which has its new dialect already
	 * @param before the dialect it had before
	 */
	default void dialectChanged(StratumSession session, Dialect before) {
	}

	/**
	 * A session ended.
	 * @param session the session
	 * @param reason why
	 */
	default void closed(StratumSession session, CloseReason reason) {
	}

	/**
	 * A connection was refused before it became a session.
	 * @param listener the name of the listener
	 * @param reason why: a fixed word such as {@code max-connections}
	 */
	default void refused(String listener, String reason) {
	}

	/**
	 * A request was answered.
	 * @param session the session
	 * @param method the method, or {@code other} for one without a handler
	 * @param outcome {@code success}, {@code error}, {@code none} or {@code failure}
	 */
	default void requestHandled(StratumSession session, String method, String outcome) {
	}

	/**
	 * A peer sent something that is no message.
	 * @param session the session
	 */
	default void malformed(StratumSession session) {
	}

	/**
	 * A job was not sent because a newer one took its place while the peer did not read.
	 * @param session the session
	 */
	default void jobSkipped(StratumSession session) {
	}

}
