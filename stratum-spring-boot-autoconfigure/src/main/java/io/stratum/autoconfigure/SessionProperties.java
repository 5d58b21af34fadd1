package io.stratum.autoconfigure;

import java.time.Duration;

import org.springframework.util.unit.DataSize;

/**
 * What sessions may do, and how long. Global, or of one listener.
 */
public class SessionProperties {

	/**
	 * How long a session may live without a login; in an application without mining,
	 * without a request.
	 */
	private Duration loginTimeout = Duration.ofSeconds(30);

	/**
	 * How long a session that is logged in may send nothing.
	 */
	private Duration idleTimeout = Duration.ofMinutes(10);

	/**
	 * How long an agent that is logged in may send nothing; all its miners may be silent.
	 */
	private Duration agentIdleTimeout = Duration.ofDays(7);

	/**
	 * How long a peer may leave its data unread before it is disconnected.
	 */
	private Duration slowTimeout = Duration.ofSeconds(30);

	/**
	 * Longest JSON line that is read.
	 */
	private DataSize maxLineLength = DataSize.ofKilobytes(16);

	/**
	 * Longest WebSocket message that is read, also after decompression. The longest frame
	 * of Stratum V2 has 74 KB.
	 */
	private DataSize maxFrameLength = DataSize.ofKilobytes(128);

	/**
	 * Most bytes that may wait for a peer before it is disconnected.
	 */
	private DataSize maxOutboundBytes = DataSize.ofKilobytes(256);

	/**
	 * Most requests of a session that may wait for their reply before reading stops.
	 */
	private int maxPending = 128;

	/**
	 * Most workers that may be authorized on one session.
	 */
	private int maxWorkers = 256;

	/**
	 * How long a request of the server waits for the response of the peer.
	 */
	private Duration callTimeout = Duration.ofSeconds(10);

	public Duration getLoginTimeout() {
		return this.loginTimeout;
	}

	public void setLoginTimeout(Duration loginTimeout) {
		this.loginTimeout = loginTimeout;
	}

	public Duration getIdleTimeout() {
		return this.idleTimeout;
	}

	public void setIdleTimeout(Duration idleTimeout) {
		this.idleTimeout = idleTimeout;
	}

	public Duration getAgentIdleTimeout() {
		return this.agentIdleTimeout;
	}

	public void setAgentIdleTimeout(Duration agentIdleTimeout) {
		this.agentIdleTimeout = agentIdleTimeout;
	}

	public Duration getSlowTimeout() {
		return this.slowTimeout;
	}

	public void setSlowTimeout(Duration slowTimeout) {
		this.slowTimeout = slowTimeout;
	}

	public DataSize getMaxLineLength() {
		return this.maxLineLength;
	}

	public void setMaxLineLength(DataSize maxLineLength) {
		this.maxLineLength = maxLineLength;
	}

	public DataSize getMaxFrameLength() {
		return this.maxFrameLength;
	}

	public void setMaxFrameLength(DataSize maxFrameLength) {
		this.maxFrameLength = maxFrameLength;
	}

	public DataSize getMaxOutboundBytes() {
		return this.maxOutboundBytes;
	}

	public void setMaxOutboundBytes(DataSize maxOutboundBytes) {
		this.maxOutboundBytes = maxOutboundBytes;
	}

	public int getMaxPending() {
		return this.maxPending;
	}

	public void setMaxPending(int maxPending) {
		this.maxPending = maxPending;
	}

	public int getMaxWorkers() {
		return this.maxWorkers;
	}

	public void setMaxWorkers(int maxWorkers) {
		this.maxWorkers = maxWorkers;
	}

	public Duration getCallTimeout() {
		return this.callTimeout;
	}

	public void setCallTimeout(Duration callTimeout) {
		this.callTimeout = callTimeout;
	}

}
