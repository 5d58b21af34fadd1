package io.stratum.session;

import java.time.Duration;

/**
 * What is different for agents, which stand for many miners on one connection.
 *
 * @param idleTimeout how long an agent may send nothing once it is logged in; all its
 * miners may be silent. A peer that is gone is found sooner, because jobs stay unread
 * @param maxFrameLength the longest binary frame in bytes, its header included; at most
 * 65535
 * @param maxWorkers how many miners may be registered on one session; at most 65535
 * @param maxPending how many shares may wait for their answer before reading stops
 */
public record AgentLimits(Duration idleTimeout, int maxFrameLength, int maxWorkers, int maxPending) {

	/** For seven days, frames and miners as many as the protocol has. */
	public static final AgentLimits USUAL = new AgentLimits(Duration.ofDays(7), 0xffff, 0xffff, 4096);

}
