package io.stratum.protocol;

/**
 * A peer broke the rules of its dialect in a way after which its bytes cannot be
 * understood any more. The message names the actual and the expected value.
 */
public class ProtocolException extends Exception {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception, without a stack trace: it is an expected outcome.
	 * @param message what was found and what was expected
	 */
	public ProtocolException(String message) {
		super(message, null, false, false);
	}

}
