package io.stratum.engine.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Logs a failure that repeats: the first time, then once a minute, and when it is over.
 * Safe for use by several threads.
 */
public final class FailureLog {

	private static final long QUIET_NANOS = 60_000_000_000L;

	private final Logger logger;

	private final String subject;

	private final LongSupplier nanoTime;

	private long loggedNanos;

	private int failures;

	/**
	 * Creates a log without a failure.
	 * @param owner the class that logs
	 * @param subject what fails, the beginning of the text
	 * @param nanoTime the monotonic time
	 */
	public FailureLog(Class<?> owner, String subject, LongSupplier nanoTime) {
		this.logger = System.getLogger(owner.getName());
		this.subject = subject;
		this.nanoTime = nanoTime;
	}

	/** Something failed, once more. */
	public synchronized void failed(@Nullable Throwable cause) {
		long now = this.nanoTime.getAsLong();
		this.failures++;
		if (this.failures == 1 || now - this.loggedNanos >= QUIET_NANOS) {
			this.loggedNanos = now;
			this.logger.log(Level.WARNING, this.subject + " failed (" + this.failures + " in a row): " + text(cause));
			this.logger.log(Level.DEBUG, this.subject + " failed", cause);
		}
	}

	/** It did not fail, or no longer. */
	public synchronized void succeeded() {
		if (this.failures > 0) {
			this.logger.log(Level.INFO, this.subject + " works again after " + this.failures + " failures");
			this.failures = 0;
		}
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
