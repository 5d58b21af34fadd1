package io.stratum.session;

/**
 * Handles messages of one method or type. The one contract by which the built-in dialects
 * and a user's beans take part.
 *
 * @param <M> the type of the message
 */
@FunctionalInterface
public interface MessageHandler<M> {

	/**
	 * Handles a message. Called on the session's loop, in the order of arrival; must not
	 * block.
	 * @param session the session
	 * @param message the message
	 * @return the reply
	 * @throws Exception to answer with {@link StratumError#INTERNAL}; it is logged
	 */
	Reply handle(StratumSession session, M message) throws Exception;

}
