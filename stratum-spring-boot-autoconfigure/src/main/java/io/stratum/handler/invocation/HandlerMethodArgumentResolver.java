package io.stratum.handler.invocation;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

import io.stratum.session.StratumSession;

/**
 * Supplies arguments of handler methods that the built-in ones do not know. Beans of this
 * type are asked in their order and before the built-in ones.
 */
public interface HandlerMethodArgumentResolver {

	/**
	 * Whether this resolver supplies a parameter. Asked once, at start.
	 * @param parameter the parameter
	 * @return true to be asked for each call
	 */
	boolean supportsParameter(MethodParameter parameter);

	/**
	 * Supplies the argument of a call. Runs on the thread of the call: it must not block
	 * for methods that run on the event loop.
	 * @param parameter the parameter
	 * @param session the session
	 * @param message the message: a {@link io.stratum.protocol.sv1.StratumRequest} or a
	 * message of a binary dialect
	 * @return the argument
	 * @throws MethodArgumentResolutionException if the peer sent nothing usable
	 * @throws Exception for another failure, answered with "Internal error" and logged
	 */
	@Nullable Object resolveArgument(MethodParameter parameter, StratumSession session, Object message) throws Exception;

}
