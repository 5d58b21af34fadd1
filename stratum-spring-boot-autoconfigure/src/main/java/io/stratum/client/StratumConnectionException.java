package io.stratum.client;

import org.jspecify.annotations.Nullable;

/**
 * A server could not be reached, did not answer in time, broke the rules of the dialect,
 * or the connection ended.
 */
public class StratumConnectionException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what happened
	 * @param cause the cause, or null
	 */
	public StratumConnectionException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
