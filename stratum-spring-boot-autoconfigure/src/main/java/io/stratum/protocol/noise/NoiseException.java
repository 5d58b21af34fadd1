package io.stratum.protocol.noise;

import io.stratum.protocol.ProtocolException;

/**
 * The encrypted transport cannot go on: a tag does not verify, or a certificate is not
 * acceptable. The connection has to be closed without another byte.
 */
public final class NoiseException extends ProtocolException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what was found and what was expected
	 */
	public NoiseException(String message) {
		super(message);
	}

}
