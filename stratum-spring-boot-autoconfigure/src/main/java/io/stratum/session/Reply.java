package io.stratum.session;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * What a handler answers to a message: now or later, a result, an error, or nothing on
 * purpose.
 */
public sealed interface Reply {

	/** The result {@code true}. */
	Reply TRUE = new Result(Boolean.TRUE);

	/** No reply, on purpose. */
	Reply NONE = new None();

	/**
	 * A result.
	 * @param value the value, which the dialect must be able to encode
	 * @return the reply
	 */
	static Reply of(@Nullable Object value) {
		return new Result(value);
	}

	/**
	 * An error.
	 * @param error the error
	 * @return the reply
	 */
	static Reply error(StratumError error) {
		return new Failure(error);
	}

	/**
	 * A reply that comes later. If the stage fails, the peer gets
	 * {@link StratumError#INTERNAL}.
	 * @param reply the reply
	 * @return the reply
	 */
	static Reply later(CompletionStage<Reply> reply) {
		return new Later(reply);
	}

	/**
	 * This reply, and something to do on the session's loop right after it was queued for
	 * sending.
	 * @param action what to do
	 * @return the reply
	 */
	default Reply then(Runnable action) {
		return new Followed(this, action);
	}

	/**
	 * A result.
	 *
	 * @param value the value
	 */
	record Result(@Nullable Object value) implements Reply {

	}

	/**
	 * An error.
	 *
	 * @param error the error
	 */
	record Failure(StratumError error) implements Reply {

	}

	/**
	 * No reply, on purpose.
	 */
	record None() implements Reply {

	}

	/**
	 * A reply that comes later, completed on any thread.
	 *
	 * @param reply the reply
	 */
	record Later(CompletionStage<Reply> reply) implements Reply {

	}

	/**
	 * A reply with something to do right after it.
	 *
	 * @param reply the reply
	 * @param action what to do
	 */
	record Followed(Reply reply, Runnable action) implements Reply {

	}

}
