package io.stratum.handler.support;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ExceptionDepthComparator;

import io.stratum.mining.RejectReason;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;

/**
 * The methods of one controller that handle exceptions.
 */
final class ExceptionHandlers {

	private final Map<Class<? extends Throwable>, BoundMethod> handlers = new LinkedHashMap<>();

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
	 * @param failed the call that failed
	 * @param failure the exception
	 * @param mayBlock whether the calling thread may block
	 * @return the reply; fails with the exception if no method handles it
	 */
	CompletionStage<Reply> handle(HandlerCall failed, Throwable failure, boolean mayBlock) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			BoundMethod handler = find(cause);
			if (handler != null) {
				return (mayBlock || !handler.mayBlock()) ? call(handler, failed, cause)
						: callOnExecutor(handler, failed, cause);
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

	private static CompletionStage<Reply> callOnExecutor(BoundMethod handler, HandlerCall failed, Throwable failure) {
		try {
			return CompletableFuture.supplyAsync(() -> call(handler, failed, failure), failed.executor())
				.thenCompose((reply) -> reply);
		}
		catch (RejectedExecutionException ex) {
			return CompletableFuture.completedFuture(Reply.error(StratumError.of(RejectReason.BUSY)));
		}
	}

	private static CompletionStage<Reply> call(BoundMethod handler, HandlerCall failed, Throwable failure) {
		try {
			return handler.call(failed.invocation(), failure, failed::subscribed);
		}
		catch (Throwable ex) {
			if (ex != failure) {
				ex.addSuppressed(failure);
			}
			return CompletableFuture.failedFuture(ex);
		}
	}

}
