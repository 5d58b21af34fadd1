package io.stratum.client.btcagent;

/**
 * What an agent says of itself when it connects.
 *
 * @param account the sub-account of all its workers
 * @param password its password, usually empty
 * @param userAgent what the agent calls itself; pools know agents by its beginning
 * @param submitResponses whether the agent wants to hear what became of each share
 */
public record AgentSetup(String account, String password, String userAgent, boolean submitResponses) {

	/** What the common agent calls itself. */
	public static final String USER_AGENT = "btccom-agent/2.0.0-mu";

	/**
	 * The common agent, which wants to hear of its shares.
	 * @param account the sub-account
	 * @return the description
	 */
	public static AgentSetup of(String account) {
		return new AgentSetup(account, "", USER_AGENT, true);
	}

}
