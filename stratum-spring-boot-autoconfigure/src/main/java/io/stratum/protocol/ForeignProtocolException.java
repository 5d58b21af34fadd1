package io.stratum.protocol;

/**
 * The first bytes of a connection belong to another protocol, such as HTTP or TLS; the
 * peer would not understand an answer.
 */
public class ForeignProtocolException extends ProtocolException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception, without a stack trace: it is an expected outcome.
	 * @param message what was found and what was expected
	 */
	public ForeignProtocolException(String message) {
		super(message);
	}

}
