package io.stratum.session.flow;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.stratum.session.CloseReason;
import io.stratum.session.SessionSettings;

/**
 * The timeouts of a session: until the peer is logged in, between two of its messages,
 * and while it does not take what waits for it. Used on the loop only.
 */
final class SessionTimeouts {

	private final SessionSettings settings;

	private final long openedAt;

	private long lastActive;

	private boolean waitingToWrite;

	private long unwritableSince;

	/**
	 * Starts to watch.
	 * @param settings the limits
	 * @param nowNanos the monotonic time
	 */
	SessionTimeouts(SessionSettings settings, long nowNanos) {
		this.settings = settings;
		this.openedAt = nowNanos;
		this.lastActive = nowNanos;
	}

	/**
	 * Takes note of whether the peer takes data.
	 * @param writable whether the connection is writable
	 * @param nowNanos the monotonic time
	 */
	void noteWritable(boolean writable, long nowNanos) {
		if (!writable && !this.waitingToWrite) {
			this.unwritableSince = nowNanos;
		}
		this.waitingToWrite = !writable;
	}

	/**
	 * Takes note of whether the peer was active since the last check.
	 * @param active whether a message came, or waits for this server
	 * @param nowNanos the monotonic time
	 */
	void noteActivity(boolean active, long nowNanos) {
		if (active) {
			this.lastActive = nowNanos;
		}
	}

	/**
	 * Whether the peer took too long.
	 * @param loggedIn whether it is logged in
	 * @param idleTimeout how long it may be idle then
	 * @param nowNanos the monotonic time
	 * @return why to close the session, or null if it may go on
	 */
	@Nullable CloseReason check(boolean loggedIn, Duration idleTimeout, long nowNanos) {
		if (!loggedIn && nowNanos - this.openedAt > this.settings.loginTimeout().toNanos()) {
			return CloseReason.LOGIN_TIMEOUT;
		}
		if (loggedIn && nowNanos - this.lastActive > idleTimeout.toNanos()) {
			return CloseReason.IDLE_TIMEOUT;
		}
		boolean slow = this.waitingToWrite && nowNanos - this.unwritableSince > this.settings.slowTimeout().toNanos();
		return slow ? CloseReason.SLOW : null;
	}

}
