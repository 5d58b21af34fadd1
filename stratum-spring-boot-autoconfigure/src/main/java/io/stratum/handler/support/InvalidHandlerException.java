package io.stratum.handler.support;

/**
 * A handler that cannot work, found at start.
 */
public class InvalidHandlerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String description;

	private final String action;

	/**
	 * Creates the exception.
	 * @param description what is wrong, with the name of the method
	 * @param action the cure
	 */
	public InvalidHandlerException(String description, String action) {
		super(description + " " + action);
		this.description = description;
		this.action = action;
	}

	/**
	 * What is wrong.
	 * @return a sentence that names the method
	 */
	public String description() {
		return this.description;
	}

	/**
	 * The cure.
	 * @return a sentence
	 */
	public String action() {
		return this.action;
	}

}
