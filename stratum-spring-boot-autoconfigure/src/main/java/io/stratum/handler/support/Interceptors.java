package io.stratum.handler.support;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.stratum.handler.invocation.StratumInterceptor;
import io.stratum.handler.invocation.StratumInterceptor.Chain;
import io.stratum.handler.invocation.StratumInvocation;
import io.stratum.session.Reply;

/**
 * The interceptors around all calls, the first outermost.
 */
final class Interceptors {

	private final Supplier<List<StratumInterceptor>> interceptors;

	/**
	 * Creates the interceptors.
	 * @param interceptors asked for them at each call
	 */
	Interceptors(Supplier<List<StratumInterceptor>> interceptors) {
		this.interceptors = interceptors;
	}

	/**
	 * Makes a call.
	 * @param invocation the call
	 * @param target what is called
	 * @return the reply, or the failure of the target or of an interceptor
	 */
	CompletionStage<Reply> call(StratumInvocation invocation, Chain target) {
		return proceed(invocation, target, 0);
	}

	private CompletionStage<Reply> proceed(StratumInvocation invocation, Chain target, int depth) {
		List<StratumInterceptor> all = this.interceptors.get();
		if (depth == all.size()) {
			return target.proceed();
		}
		try {
			return required(all.get(depth).intercept(invocation, () -> proceed(invocation, target, depth + 1)))
				.thenApply(Interceptors::required);
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private static <T> T required(T value) {
		if (value == null) {
			throw new IllegalStateException("returned value: null (expected: a reply)");
		}
		return value;
	}

}
