package io.stratum.mining;

/**
 * Decides who may mine. It is called on threads for logins, never on an event loop, by at
 * most {@code stratum.mining.policy-threads} of them at a time. A call that takes longer
 * than {@code stratum.mining.policy-timeout} is interrupted, and the miner refused for
 * the moment.
 */
@FunctionalInterface
public interface WorkerAuthenticator {

	/**
	 * Authenticates a worker. May block.
	 * @param request who it is
	 * @return the outcome
	 * @throws Exception if it cannot be decided; the miner is refused, the text does not
	 * reach it, and it counts for no ban
	 */
	Authentication authenticate(AuthenticationRequest request) throws Exception;

}
