package io.stratum.handler.support;

import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.stratum.handler.invocation.MethodArgumentResolutionException;
import io.stratum.handler.invocation.StratumInvocation;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.StratumErrorException;

/**
 * Logs what handlers threw. A peer can make a handler fail as often as it likes, so each
 * kind of failure of each method is a warning at most once in ten minutes. Safe for use
 * by several threads.
 */
final class HandlerFailureLog {

	private static final Log logger = LogFactory.getLog(HandlerFailureLog.class);

	private static final long INTERVAL = TimeUnit.MINUTES.toNanos(10);

	private final Map<Kind, Long> warned = new ConcurrentHashMap<>();

	private final LongSupplier nanos;

	HandlerFailureLog(LongSupplier nanos) {
		this.nanos = nanos;
	}

	/**
	 * What a failed call is answered with, after it was logged.
	 */
	Reply answer(StratumInvocation invocation, Throwable failure) {
		Throwable cause = unwrap(failure);
		if (cause instanceof StratumErrorException refused) {
			if (refused instanceof MethodArgumentResolutionException malformed) {
				malformed(invocation, malformed);
			}
			return Reply.error(refused.error());
		}
		failed(invocation, cause);
		return Reply.error(StratumError.INTERNAL);
	}

	/**
	 * What a stage failed with.
	 */
	static Throwable unwrap(Throwable failure) {
		Throwable cause = failure;
		while ((cause instanceof CompletionException || cause instanceof ExecutionException)
				&& cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

	void malformed(StratumInvocation invocation, MethodArgumentResolutionException failure) {
		if (logger.isDebugEnabled()) {
			logger
				.debug("Session " + invocation.session().id() + ", " + invocation.name() + ": " + failure.getMessage());
		}
	}

	void failed(StratumInvocation invocation, Throwable failure) {
		// a handler that fails because its peer is gone is no news
		if (invocation.session().isOpen() && isDue(new Kind(invocation.handler(), failure.getClass()))) {
			logger.warn("Handler " + invocation.handler() + " failed in session " + invocation.session().id()
					+ "; more of the same is logged at debug level for 10 minutes", failure);
		}
		else if (logger.isDebugEnabled()) {
			logger.debug("Handler " + invocation.handler() + " failed in session " + invocation.session().id(),
					failure);
		}
	}

	private boolean isDue(Kind kind) {
		long now = this.nanos.getAsLong();
		Long last = this.warned.get(kind);
		if (last == null) {
			return this.warned.putIfAbsent(kind, now) == null;
		}
		return now - last >= INTERVAL && this.warned.replace(kind, last, now);
	}

	private record Kind(String handler, Class<?> failure) {

	}

}
