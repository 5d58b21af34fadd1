package io.stratum.handler.support;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ExceptionDepthComparator;

import io.stratum.handler.invocation.StratumInvocation;
import io.stratum.mining.RejectReason;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;

/**
 * The methods of one controller that handle exceptions.
 */
final class ExceptionHandlers {

	private final Map<Class<? extends Throwable>, BoundMethod> handlers = new LinkedHashMap<>();

	private final Executor executor;

	ExceptionHandlers(Executor executor) {
		this.executor = executor;
	}

	/**
	 * Adds a method.
	 * @param type the type of exceptions
	 * @param handler the method
	 */
	void add(Class<? extends Throwable> type, BoundMethod handler) {
		BoundMethod other = this.handlers.putIfAbsent(type, handler);
		if (other != null) {
			throw handler.signature()
				.refuse("handles " + type.getName() + ", and so does " + other.signature().description() + ".",
						"Remove one of them.");
		}
	}

	/**
	 * Answers for an exception.
	 * @param invocation the call that failed
	 * @param failure the exception
	 * @param mayBlock whether the calling thread may block
	 * @return the reply; fails with the exception if no method handles it
	 */
	CompletionStage<Reply> handle(StratumInvocation invocation, Throwable failure, boolean mayBlock) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			BoundMethod handler = find(cause);
			if (handler != null) {
				return (mayBlock || !handler.mayBlock()) ? call(handler, invocation, cause)
						: callOnExecutor(handler, invocation, cause);
			}
		}
		return CompletableFuture.failedFuture(failure);
	}

	private @Nullable BoundMethod find(Throwable failure) {
		List<Class<? extends Throwable>> matches = new ArrayList<>();
		for (Class<? extends Throwable> handled : this.handlers.keySet()) {
			if (handled.isInstance(failure)) {
				matches.add(handled);
			}
		}
		return matches.isEmpty() ? null
				: this.handlers.get(ExceptionDepthComparator.findClosestMatch(matches, failure));
	}

	private CompletionStage<Reply> callOnExecutor(BoundMethod handler, StratumInvocation invocation,
			Throwable failure) {
		try {
			return CompletableFuture.supplyAsync(() -> call(handler, invocation, failure), this.executor)
				.thenCompose((reply) -> reply);
		}
		catch (RejectedExecutionException ex) {
			return CompletableFuture.completedFuture(Reply.error(StratumError.of(RejectReason.BUSY)));
		}
	}

	private static CompletionStage<Reply> call(BoundMethod handler, StratumInvocation invocation, Throwable failure) {
		try {
			return handler.call(invocation, failure);
		}
		catch (Throwable ex) {
			if (ex != failure) {
				ex.addSuppressed(failure);
			}
			return CompletableFuture.failedFuture(ex);
		}
	}

}
