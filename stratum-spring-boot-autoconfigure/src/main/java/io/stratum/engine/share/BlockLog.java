package io.stratum.engine.share;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The lines of blocks in the log: some in a second, and how many more there were. Safe
 * for use by several threads.
 */
final class BlockLog {

	private static final int MOST_PER_SECOND = 20;

	private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

	private final Logger logger;

	private final LongSupplier nanoTime;

	/** When the first line of {@link #lines} came. */
	private long beganNanos;

	/** How many lines came within a second of the first. */
	private int lines;

	BlockLog(Logger logger, LongSupplier nanoTime) {
		this.logger = logger;
		this.nanoTime = nanoTime;
	}

	void log(Level level, String line) {
		int left = take();
		if (left >= 0) {
			this.logger.log(level, line + ((left > 0) ? " (" + left + " lines about blocks left out before)" : ""));
		}
	}

	/** Returns how many lines were left out in the last second, or -1 for this one. */
	private synchronized int take() {
		long now = this.nanoTime.getAsLong();
		int left = 0;
		if (this.lines == 0 || now - this.beganNanos >= SECOND_NANOS) {
			left = Math.max(0, this.lines - MOST_PER_SECOND);
			this.beganNanos = now;
			this.lines = 0;
		}
		this.lines++;
		return (this.lines <= MOST_PER_SECOND) ? left : -1;
	}

}
