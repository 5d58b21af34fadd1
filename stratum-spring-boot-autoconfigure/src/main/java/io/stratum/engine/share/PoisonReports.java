package io.stratum.engine.share;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import io.stratum.mining.Share;
import io.stratum.room.FaultLog;

/**
 * Logs each share that is set aside, but no more than some in a minute, and counts them.
 * To be told by one thread at a time.
 */
final class PoisonReports {

	private static final Logger logger = System.getLogger(PoisonReports.class.getName());

	private static final int MOST_PER_MINUTE = 20;

	private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

	private final LongSupplier nanoTime;

	private final LongAdder count = new LongAdder();

	/** When the first of {@link #logged} was logged. */
	private long beganNanos;

	/** How many were to be logged within a minute of the first. */
	private int logged;

	PoisonReports(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	void report(Share share, Throwable cause) {
		this.count.increment();
		long now = this.nanoTime.getAsLong();
		if (this.logged == 0 || now - this.beganNanos >= MINUTE_NANOS) {
			this.beganNanos = now;
			this.logged = 0;
		}
		this.logged++;
		if (this.logged <= MOST_PER_MINUTE) {
			logger.log(Level.ERROR, "Share " + share.id() + " is not recorded but set aside, since the recorder refuses"
					+ " it: " + FaultLog.text(cause));
		}
		else if (this.logged == MOST_PER_MINUTE + 1) {
			logger.log(Level.ERROR, "More shares are set aside, and not logged for a minute");
		}
	}

	long count() {
		return this.count.sum();
	}

}
