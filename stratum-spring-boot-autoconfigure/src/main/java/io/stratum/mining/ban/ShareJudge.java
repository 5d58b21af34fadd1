package io.stratum.mining.ban;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.RejectReason;

/**
 * Follows the shares of one worker on one session. Called for every share on the event
 * loop of the session, so it must neither block nor waste memory. Shares that come while
 * the worker is banned are not told.
 */
public interface ShareJudge {

	/**
	 * A share was accepted.
	 * @return for how long the worker is to be banned, or null
	 */
	@Nullable Duration accepted();

	/**
	 * A share was refused.
	 * @param reason why
	 * @return for how long the worker is to be banned, or null
	 */
	@Nullable Duration rejected(RejectReason reason);

	/**
	 * The worker left, or its session ended. Called once.
	 */
	default void close() {
	}

}
