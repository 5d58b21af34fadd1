package io.stratum.handler.support;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import io.stratum.handler.invocation.StratumInvocation;
import io.stratum.mining.RejectReason;
import io.stratum.session.MessageHandler;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.StratumSession;

/**
 * A handler method as the session sees it: decides where and when the method runs, and
 * makes a reply of whatever comes of it.
 */
final class MappedMethod implements MessageHandler<Object> {

	private final String name;

	private final String description;

	private final BoundMethod method;

	private final ExceptionHandlers exceptionHandlers;

	private final Surroundings surroundings;

	MappedMethod(String name, BoundMethod method, ExceptionHandlers exceptionHandlers, Surroundings surroundings) {
		this.name = name;
		this.description = method.signature().description();
		this.method = method;
		this.exceptionHandlers = exceptionHandlers;
		this.surroundings = surroundings;
	}

	HandlerSignature signature() {
		return this.method.signature();
	}

	@Override
	public Reply handle(StratumSession session, Object message) {
		StratumInvocation invocation = new StratumInvocation(session, message, this.name, this.description);
		boolean blocks = this.method.mayBlock() || !this.method.signature().bean().isReady();
		if (!blocks && !CallQueue.isHolding(session)) {
			return reply(call(invocation, false));
		}
		QueuedCall call = new QueuedCall(invocation, blocks);
		CallQueue.of(session, this.surroundings.executor()).add(call);
		return reply(call.reply);
	}

	private static Reply reply(CompletionStage<Reply> stage) {
		CompletableFuture<Reply> future = stage.toCompletableFuture();
		return future.isDone() ? future.join() : Reply.later(future);
	}

	/**
	 * Makes the call.
	 * @param blocks whether the calling thread may block
	 * @return the reply; never fails
	 */
	private CompletionStage<Reply> call(StratumInvocation invocation, boolean blocks) {
		return this.surroundings.interceptors()
			.call(invocation, () -> target(invocation, blocks))
			.handle((reply, failure) -> (failure != null) ? this.surroundings.log().answer(invocation, failure)
					: reply);
	}

	private CompletionStage<Reply> target(StratumInvocation invocation, boolean blocks) {
		CompletionStage<Reply> stage;
		try {
			stage = this.method.call(invocation, null);
		}
		catch (Throwable ex) {
			return this.exceptionHandlers.handle(invocation, ex, blocks);
		}
		return stage
			.exceptionallyCompose((ex) -> this.exceptionHandlers.handle(invocation, FailureLog.unwrap(ex), false));
	}

	/**
	 * What all handler methods share.
	 *
	 * @param executor runs the calls that may block
	 * @param interceptors the interceptors
	 * @param log the log of failures
	 */
	record Surroundings(Executor executor, Interceptors interceptors, FailureLog log) {

	}

	/**
	 * A call that waits for its turn.
	 */
	private final class QueuedCall implements CallQueue.Call {

		private final StratumInvocation invocation;

		private final boolean blocks;

		private final CompletableFuture<Reply> reply = new CompletableFuture<>();

		QueuedCall(StratumInvocation invocation, boolean blocks) {
			this.invocation = invocation;
			this.blocks = blocks;
		}

		@Override
		public boolean mayBlock() {
			return this.blocks;
		}

		@Override
		public void run() {
			if (!this.invocation.session().isOpen()) {
				this.reply.complete(Reply.NONE);
				return;
			}
			call(this.invocation, this.blocks).whenComplete((result, failure) -> this.reply.complete(result));
		}

		@Override
		public void refused() {
			this.reply.complete(Reply.error(StratumError.of(RejectReason.BUSY)));
		}

	}

}
