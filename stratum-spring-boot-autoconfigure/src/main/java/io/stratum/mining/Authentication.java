package io.stratum.mining;

/**
 * The outcome of an authentication.
 */
public sealed interface Authentication {

	/**
	 * The worker may mine.
	 * @param worker the worker
	 * @return the outcome
	 */
	static Authentication accepted(Worker worker) {
		return new Accepted(worker);
	}

	/**
	 * The worker may not mine.
	 * @param message a text for the miner
	 * @return the outcome
	 */
	static Authentication refused(String message) {
		return new Refused(message);
	}

	/**
	 * The worker may mine.
	 *
	 * @param worker the worker
	 */
	record Accepted(Worker worker) implements Authentication {

	}

	/**
	 * The worker may not mine.
	 *
	 * @param message a text for the miner
	 */
	record Refused(String message) implements Authentication {

	}

}
