package io.stratum.handler.support;

import java.time.Duration;
import java.util.concurrent.Executor;

import io.stratum.handler.invocation.StratumInvocation;
import io.stratum.session.MessageHandler;
import io.stratum.session.Reply;
import io.stratum.session.StratumSession;

/**
 * A handler method as the session sees it: decides where and when the method runs.
 *
 * @param name the method or type of the messages
 * @param description what the method is called in the log
 * @param target the method
 * @param exceptionHandlers the methods that answer for what it throws
 * @param surroundings what all handler methods share
 */
record MappedMethod(String name, String description, BoundMethod target, ExceptionHandlers exceptionHandlers,
		Surroundings surroundings) implements MessageHandler<Object> {

	MappedMethod(String name, BoundMethod target, ExceptionHandlers exceptionHandlers, Surroundings surroundings) {
		this(name, target.signature().description(), target, exceptionHandlers, surroundings);
	}

	HandlerSignature signature() {
		return this.target.signature();
	}

	@Override
	public Reply handle(StratumSession session, Object message) {
		boolean blocks = this.target.mayBlock() || !signature().bean().isReady();
		HandlerCall call = new HandlerCall(this, new StratumInvocation(session, message, this.name, this.description),
				blocks);
		return (blocks || CallQueue.isHolding(session))
				? call.makeIn(CallQueue.of(session, this.surroundings.executor())) : call.make();
	}

	/**
	 * What all handler methods share.
	 *
	 * @param executor runs the calls that may block
	 * @param interceptors the interceptors
	 * @param log the log of failures
	 * @param timeout how long a call may take
	 */
	record Surroundings(Executor executor, Interceptors interceptors, HandlerFailureLog log, Duration timeout) {

	}

}
