package io.stratum.room;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The failures of one bean. They are logged the first time, once a minute at most, and
 * when it is over; until then they are a fault. Safe for use by several threads; telling
 * of a success costs nothing while all is well.
 */
public final class FaultLog {

	private final Logger logger;

	private final String bean;

	private final InstantSource clock;

	private final LogLimit lines;

	/** How many failures there were since the last success. */
	private volatile int failures;

	/** Whether a failure was logged, and not yet that it is over. */
	private boolean logged;

	/** The first failure since the last success, or null if there was none. */
	private @Nullable Instant since;

	/** The reason of the last failure. */
	private String text = "";

	/**
	 * Creates a log without a failure.
	 * @param owner the class that logs
	 * @param bean what fails, the beginning of the texts
	 * @param clock the time of day
	 * @param nanoTime the monotonic time
	 */
	public FaultLog(Class<?> owner, String bean, InstantSource clock, LongSupplier nanoTime) {
		this.logger = System.getLogger(owner.getName());
		this.bean = bean;
		this.clock = clock;
		this.lines = new LogLimit(1, nanoTime);
	}

	/** What fails. */
	public String bean() {
		return this.bean;
	}

	Instant now() {
		return this.clock.instant();
	}

	/** It failed, once more. */
	public synchronized void failed(@Nullable Throwable cause) {
		int count = this.failures + 1;
		this.failures = count;
		this.text = text(cause);
		if (count == 1) {
			this.since = this.clock.instant();
		}
		if (this.lines.allows()) {
			this.logged = true;
			this.logger.log(Level.WARNING, this.bean + " failed (" + count + " in a row): " + this.text);
			this.logger.log(Level.DEBUG, this.bean + " failed", cause);
		}
	}

	/** It did not fail, or no longer. */
	public void succeeded() {
		if (this.failures > 0) {
			recovered();
		}
	}

	private synchronized void recovered() {
		if (this.failures > 0) {
			if (this.logged) {
				this.logger.log(Level.INFO, this.bean + " works again after " + this.failures + " failures");
			}
			this.logged = false;
			this.failures = 0;
			this.since = null;
		}
	}

	/**
	 * What was wrong the last time, or null. Whoever fails now and then is not broken.
	 */
	public synchronized @Nullable Fault fault() {
		Instant began = this.since;
		return (began != null) ? new Fault(this.bean, began, this.text, false) : null;
	}

	/** One line for a cause, without the wrappers of futures. */
	public static String text(@Nullable Throwable cause) {
		Throwable root = cause;
		while (root != null && root.getCause() != null
				&& (root instanceof CompletionException || root instanceof ExecutionException)) {
			root = root.getCause();
		}
		return String.valueOf(root);
	}

}
