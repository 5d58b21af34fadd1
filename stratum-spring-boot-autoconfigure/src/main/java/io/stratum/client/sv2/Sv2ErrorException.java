package io.stratum.client.sv2;

/**
 * A server refused something. Its error codes are no contract: show them, but recover by
 * the state of the protocol alone.
 */
public class Sv2ErrorException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String errorCode;

	/**
	 * Creates the exception, without a stack trace: it is an expected outcome.
	 * @param errorCode what the server says; control characters are replaced
	 */
	public Sv2ErrorException(String errorCode) {
		super(errorCode.replaceAll("\\p{Cntrl}", " "), null, false, false);
		this.errorCode = errorCode.replaceAll("\\p{Cntrl}", " ");
	}

	/**
	 * The error code.
	 * @return untrusted text without control characters
	 */
	public String errorCode() {
		return this.errorCode;
	}

}
