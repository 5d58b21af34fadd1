package io.stratum.mining;

/**
 * There is no way to pay a worker. The message is sent to the miner.
 */
public class PayoutRefusedException extends Exception {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message a text for the miner
	 */
	public PayoutRefusedException(String message) {
		super(message);
	}

}
