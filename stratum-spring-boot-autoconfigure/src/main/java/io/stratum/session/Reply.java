package io.stratum.session;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

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
	 * sending, and after what is to be done after it already.
	 * @param action what to do
	 * @return the reply
	 */
	default Reply then(Runnable action) {
		return new Followed(this, List.of(action));
	}

	/**
	 * This reply without what is to be done after it.
	 * @return the reply, never {@link Followed}
	 */
	default Reply plain() {
		return this;
	}

	/**
	 * What is to be done after this reply, in this order.
	 * @return the actions
	 */
	default List<Runnable> actions() {
		return List.of();
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
	 * A reply with something to do right after it. Never nested: what follows a followed
	 * reply is added to its actions.
	 *
	 * @param plain the reply
	 * @param actions what to do, in this order
	 */
	record Followed(Reply plain, List<Runnable> actions) implements Reply {

		public Followed {
			if (plain instanceof Followed inner) {
				actions = Stream.concat(inner.actions.stream(), actions.stream()).toList();
				plain = inner.plain;
			}
		}

	}

}
