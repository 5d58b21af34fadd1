package io.stratum.handler.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

import io.stratum.handler.invocation.StratumInterceptor.Chain;
import io.stratum.handler.invocation.StratumInvocation;
import io.stratum.session.MessageHandler;
import io.stratum.session.Reply;
import io.stratum.session.StratumSession;

/**
 * A handler that the starter brings, with the interceptors around it. They see its plain
 * reply; what the handler wants to be done after the reply is done whatever they reply.
 */
final class InterceptedHandler implements MessageHandler<Object> {

	private final String name;

	private final MessageHandler<Object> handler;

	private final MappedMethod.Surroundings surroundings;

	InterceptedHandler(Object key, MessageHandler<Object> handler, MappedMethod.Surroundings surroundings) {
		this.name = (key instanceof Class<?> type) ? type.getSimpleName() : String.valueOf(key);
		this.handler = handler;
		this.surroundings = surroundings;
	}

	@Override
	public Reply handle(StratumSession session, Object message) {
		StratumInvocation invocation = new StratumInvocation(session, message, this.name,
				"built-in handler of " + this.name);
		Call call = new Call(invocation);
		CompletableFuture<Reply> reply = this.surroundings.interceptors()
			.call(invocation, call)
			.handle((given, failure) -> call.completed(given, failure))
			.toCompletableFuture();
		call.caller = null;
		return reply.isDone() ? reply.join() : Reply.later(reply);
	}

	/**
	 * A call. The handler may only be called on the loop, and an interceptor may go on
	 * with the chain elsewhere.
	 */
	private final class Call implements Chain {

		private final StratumInvocation invocation;

		private final List<Runnable> actions = new ArrayList<>(1);

		private volatile @Nullable Thread caller = Thread.currentThread();

		Call(StratumInvocation invocation) {
			this.invocation = invocation;
		}

		@Override
		public CompletionStage<Reply> proceed() {
			if (Thread.currentThread() == this.caller) {
				return handle();
			}
			CompletableFuture<CompletionStage<Reply>> hop = new CompletableFuture<>();
			try {
				this.invocation.session().execute(() -> hop.complete(handleIfOpen()));
			}
			catch (RejectedExecutionException ex) {
				return CompletableFuture.completedFuture(Reply.NONE);
			}
			return hop.thenCompose((stage) -> stage);
		}

		private CompletionStage<Reply> handleIfOpen() {
			// A session that has ended has given back what a handler would take again
			return this.invocation.session().isOpen() ? handle() : CompletableFuture.completedFuture(Reply.NONE);
		}

		private CompletionStage<Reply> handle() {
			try {
				return plain(
						InterceptedHandler.this.handler.handle(this.invocation.session(), this.invocation.message()));
			}
			catch (Exception ex) {
				return CompletableFuture.failedFuture(ex);
			}
		}

		private CompletionStage<Reply> plain(Reply reply) {
			if (reply instanceof Reply.Followed followed) {
				return plain(followed.plain())
					.whenComplete((inner, failure) -> this.actions.addAll(followed.actions()));
			}
			if (reply instanceof Reply.Later later) {
				return later.reply().thenCompose(this::plain);
			}
			return CompletableFuture.completedFuture(reply);
		}

		Reply completed(@Nullable Reply given, @Nullable Throwable failure) {
			Reply reply = (given != null) ? given : failed(failure);
			return this.actions.isEmpty() ? reply : new Reply.Followed(reply, this.actions);
		}

		private Reply failed(@Nullable Throwable failure) {
			return InterceptedHandler.this.surroundings.log()
				.answer(this.invocation, (failure != null) ? failure : new NullPointerException("reply"));
		}

	}

}
