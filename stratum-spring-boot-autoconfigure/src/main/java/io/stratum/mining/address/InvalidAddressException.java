package io.stratum.mining.address;

/**
 * A text is no address of the network. The message does not repeat the text.
 */
public class InvalidAddressException extends Exception {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what is wrong
	 */
	public InvalidAddressException(String message) {
		super(message);
	}

}
