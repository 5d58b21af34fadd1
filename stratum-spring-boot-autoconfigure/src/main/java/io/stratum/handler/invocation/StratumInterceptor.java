package io.stratum.handler.invocation;

import java.util.concurrent.CompletionStage;

import io.stratum.session.Reply;

/**
 * Wraps all calls, of {@link io.stratum.handler.annotation.StratumMapping} methods and of
 * those that the starter serves itself: to time them, to refuse some, to change replies
 * or to answer for exceptions. Beans of this type are applied in their order, the first
 * outermost. Changing the reply of a built-in method does not undo what it did: to refuse
 * a login, answer without asking the chain.
 * <p>
 * Runs on the thread of the call, which is an event loop for methods that do not block:
 * it must not block.
 */
@FunctionalInterface
public interface StratumInterceptor {

	/**
	 * Wraps a call.
	 * @param invocation the call
	 * @param chain the rest of the chain
	 * @return the reply, at once or later: usually that of the chain, perhaps changed; or
	 * another without asking the chain. A stage that fails, or an exception, is answered
	 * like one of the handler method
	 * @throws Exception to fail the call
	 */
	CompletionStage<Reply> intercept(StratumInvocation invocation, Chain chain) throws Exception;

	/**
	 * The rest of the chain: the inner interceptors, then the handler method.
	 */
	@FunctionalInterface
	interface Chain {

		/**
		 * Goes on with the call, on any thread; at most once.
		 * @return the reply; fails with an exception that no handler of the controller
		 * maps
		 */
		CompletionStage<Reply> proceed();

	}

}
