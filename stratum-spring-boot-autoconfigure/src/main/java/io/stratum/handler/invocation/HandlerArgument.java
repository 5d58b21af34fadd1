package io.stratum.handler.invocation;

import org.jspecify.annotations.Nullable;

import io.stratum.session.StratumSession;

/**
 * Supplies one argument of one handler method.
 */
@FunctionalInterface
public interface HandlerArgument {

	/**
	 * Supplies the argument of a call, on the thread of the call.
	 * @param session the session
	 * @param message the message
	 * @param failure the exception to handle, null unless the method handles exceptions
	 * @return the argument
	 * @throws Exception to fail the call
	 */
	@Nullable Object resolve(StratumSession session, Object message, @Nullable Throwable failure) throws Exception;

}
