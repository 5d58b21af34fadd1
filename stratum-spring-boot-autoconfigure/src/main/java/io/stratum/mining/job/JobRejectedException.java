package io.stratum.mining.job;

/**
 * A job would be mined in vain: its block would break a rule of the network, or pay the
 * wrong sum. The message has the actual and the expected value.
 */
public class JobRejectedException extends Exception {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message the actual and the expected value
	 */
	public JobRejectedException(String message) {
		super(message);
	}

	/**
	 * Creates the exception.
	 * @param message the actual and the expected value
	 * @param cause the cause
	 */
	public JobRejectedException(String message, Throwable cause) {
		super(message, cause);
	}

}
