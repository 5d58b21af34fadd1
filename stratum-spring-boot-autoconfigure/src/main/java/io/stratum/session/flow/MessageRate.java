package io.stratum.session.flow;

/**
 * How many messages a session may still send. Refilled by the sweep, so that a message
 * costs one subtraction and no look at a clock.
 */
final class MessageRate {

	/** How many seconds' worth of messages may come at once. */
	private static final int BURST_SECONDS = 2;

	private static final long NANOS_PER_SECOND = 1_000_000_000;

	private static final MessageRate UNLIMITED = new MessageRate(0, 0);

	private final int perSecond;

	private int left;

	private long refilled;

	private MessageRate(int perSecond, long nowNanos) {
		this.perSecond = perSecond;
		this.left = capacity();
		this.refilled = nowNanos;
	}

	/**
	 * A full budget; without a limit, one for all sessions.
	 * @param perSecond messages per second, 0 for no limit
	 * @param nowNanos the monotonic time
	 * @return the budget
	 */
	static MessageRate of(int perSecond, long nowNanos) {
		return (perSecond > 0) ? new MessageRate(perSecond, nowNanos) : UNLIMITED;
	}

	/** A message came. */
	void count() {
		if (this.perSecond > 0) {
			this.left--;
		}
	}

	/** Whether no more messages may come until the next refill. */
	boolean isExhausted() {
		return this.perSecond > 0 && this.left <= 0;
	}

	/**
	 * Adds what was earned since the last refill.
	 * @param nowNanos the monotonic time
	 */
	void refill(long nowNanos) {
		long elapsed = nowNanos - this.refilled;
		long earned = (elapsed >= BURST_SECONDS * NANOS_PER_SECOND) ? capacity()
				: elapsed * this.perSecond / NANOS_PER_SECOND;
		if (earned > 0) {
			this.left = (int) Math.min(capacity(), this.left + earned);
			this.refilled = nowNanos;
		}
	}

	private int capacity() {
		return (int) Math.min(Integer.MAX_VALUE, (long) BURST_SECONDS * this.perSecond);
	}

}
