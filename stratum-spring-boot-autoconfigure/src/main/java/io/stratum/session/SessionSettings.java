package io.stratum.session;

import java.time.Duration;

import io.stratum.mining.vardiff.DifficultyLimits;

/**
 * The limits of the sessions of a listener.
 *
 * @param loginTimeout how long a session may live before it is logged in; for a server
 * without mining, before its first request
 * @param idleTimeout how long a session may send nothing after that
 * @param maxLineLength the longest JSON line in bytes, without its end
 * @param maxOutboundBytes how many bytes may wait for a peer before it is closed as slow
 * @param slowTimeout how long a peer may stay unwritable before it is closed as slow
 * @param maxPending how many requests may wait for their reply before reading stops
 * @param maxWorkers how many workers may be authorized on one session
 * @param maxMessagesPerSecond how many messages a session may send per second on average;
 * above, reading pauses. 0 means no limit
 * @param callTimeout how long a request of the server waits for its response
 * @param difficulty the difficulty limits
 * @param agents what is different for agents
 */
public record SessionSettings(Duration loginTimeout, Duration idleTimeout, int maxLineLength, int maxOutboundBytes,
		Duration slowTimeout, int maxPending, int maxWorkers, int maxMessagesPerSecond, Duration callTimeout,
		DifficultyLimits difficulty, AgentLimits agents) {

	/**
	 * Settings with the usual limits of agents.
	 */
	public SessionSettings(Duration loginTimeout, Duration idleTimeout, int maxLineLength, int maxOutboundBytes,
			Duration slowTimeout, int maxPending, int maxWorkers, int maxMessagesPerSecond, Duration callTimeout,
			DifficultyLimits difficulty) {
		this(loginTimeout, idleTimeout, maxLineLength, maxOutboundBytes, slowTimeout, maxPending, maxWorkers,
				maxMessagesPerSecond, callTimeout, difficulty, AgentLimits.USUAL);
	}

	/**
	 * What is different for agents, which stand for many miners on one connection.
	 *
	 * @param idleTimeout how long an agent may send nothing once it is logged in; all its
	 * miners may be silent. A peer that is gone is found sooner, because jobs stay unread
	 * @param maxFrameLength the longest binary frame in bytes, its header included; at
	 * most 65535
	 * @param maxWorkers how many miners may be registered on one session; at most 65535
	 * @param maxPending how many shares may wait for their answer before reading stops
	 */
	public record AgentLimits(Duration idleTimeout, int maxFrameLength, int maxWorkers, int maxPending) {

		/** For seven days, frames and miners as many as the protocol has. */
		public static final AgentLimits USUAL = new AgentLimits(Duration.ofDays(7), 0xffff, 0xffff, 4096);

	}

}
