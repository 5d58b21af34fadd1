package io.stratum.session;

/**
 * A {@link StratumError} as an exception: thrown by a handler it is sent to the peer, and
 * it tells a caller what a peer answered.
 */
public class StratumErrorException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient StratumError error;

	/**
	 * Creates the exception.
	 * @param error the error
	 */
	public StratumErrorException(StratumError error) {
		super(error.message());
		this.error = error;
	}

	/**
	 * The error.
	 * @return the error
	 */
	public StratumError error() {
		return this.error;
	}

}
