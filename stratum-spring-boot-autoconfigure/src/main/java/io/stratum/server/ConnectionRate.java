package io.stratum.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.stratum.mining.ban.IpNetwork;

/**
 * Counts the new connections of each source, minute by minute, so that it never remembers
 * more of them than came within one. Safe for use by several threads.
 */
final class ConnectionRate {

	private static final long MINUTE = Duration.ofMinutes(1).toNanos();

	private final int perMinute;

	private Map<IpNetwork, Integer> counts = new HashMap<>();

	private long begun;

	/**
	 * Creates a rate.
	 * @param perMinute how many connections a source may open in a minute, 0 for no limit
	 */
	ConnectionRate(int perMinute) {
		this.perMinute = perMinute;
	}

	/**
	 * Counts a connection.
	 * @param source where it comes from
	 * @param nowNanos the monotonic time
	 * @return whether it is within the limit
	 */
	boolean admits(IpNetwork source, long nowNanos) {
		return this.perMinute == 0 || count(source, nowNanos) <= this.perMinute;
	}

	private synchronized int count(IpNetwork source, long nowNanos) {
		if (this.counts.isEmpty() || nowNanos - this.begun >= MINUTE) {
			this.counts = new HashMap<>();
			this.begun = nowNanos;
		}
		return this.counts.merge(source, 1, Integer::sum);
	}

}
