package io.stratum.mining;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Decides who may mine. It is called on the task executor, never on an event loop, and
 * may block; an answer that takes longer than {@code stratum.mining.policy-timeout}
 * counts as a refusal.
 */
@FunctionalInterface
public interface WorkerAuthenticator {

	/**
	 * Authenticates a worker. May block.
	 * @param request who it is
	 * @return the outcome
	 * @throws Exception if it cannot be decided; the miner is refused, the text does not
	 * reach it
	 */
	Authentication authenticate(AuthenticationRequest request) throws Exception;

	/**
	 * Authenticates a worker without blocking. By default
	 * {@link #authenticate(AuthenticationRequest)} is called on the executor.
	 * @param request who it is
	 * @param blocking where blocking code may run
	 * @return the outcome, later
	 */
	default CompletionStage<Authentication> authenticate(AuthenticationRequest request, Executor blocking) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return authenticate(request);
			}
			catch (Exception ex) {
				throw new CompletionException(ex);
			}
		}, blocking);
	}

}
