package io.stratum.server;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the new connections of each address, minute by minute, so that it never
 * remembers more addresses than came within one. Safe for use by several threads.
 */
final class ConnectionRate {

	private static final long MINUTE = Duration.ofMinutes(1).toNanos();

	private final int perMinute;

	private Map<InetAddress, Integer> counts = new HashMap<>();

	private long begun;

	/**
	 * Creates a rate.
	 * @param perMinute how many connections an address may open in a minute, 0 for no
	 * limit
	 */
	ConnectionRate(int perMinute) {
		this.perMinute = perMinute;
	}

	/**
	 * Counts a connection.
	 * @param address where it comes from
	 * @param nowNanos the monotonic time
	 * @return whether it is within the limit
	 */
	boolean admits(InetAddress address, long nowNanos) {
		return this.perMinute == 0 || count(address, nowNanos) <= this.perMinute;
	}

	private synchronized int count(InetAddress address, long nowNanos) {
		if (this.counts.isEmpty() || nowNanos - this.begun >= MINUTE) {
			this.counts = new HashMap<>();
			this.begun = nowNanos;
		}
		return this.counts.merge(address, 1, Integer::sum);
	}

}
