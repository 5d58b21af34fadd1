package io.stratum.room;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Lets so many lines of one kind into the log in a minute, so that nobody fills it. Safe
 * for use by several threads.
 */
public final class LogLimit {

	private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

	private final int perMinute;

	private final LongSupplier nanoTime;

	/** When the minute began in which lines are counted, with the first of them. */
	private long begunNanos;

	/** How many lines were to be logged in it. */
	private long lines;

	/**
	 * Creates a limit.
	 * @param perMinute how many lines are logged in a minute
	 * @param nanoTime the monotonic time
	 */
	public LogLimit(int perMinute, LongSupplier nanoTime) {
		this.perMinute = perMinute;
		this.nanoTime = nanoTime;
	}

	/** Whether a line may be logged. */
	public synchronized boolean allows() {
		takeRefused();
		if (this.lines == 0) {
			this.begunNanos = this.nanoTime.getAsLong();
		}
		return ++this.lines <= this.perMinute;
	}

	/** How many lines were refused in the last minute if that is over, once. */
	public synchronized long takeRefused() {
		if (this.nanoTime.getAsLong() - this.begunNanos < MINUTE_NANOS) {
			return 0;
		}
		long refused = Math.max(0, this.lines - this.perMinute);
		this.lines = 0;
		return refused;
	}

}
