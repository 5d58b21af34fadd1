package io.stratum.autoconfigure;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * A property that stops the start, with the cure.
 */
public class InvalidPropertyException extends FailureAnalyzedException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param property the name of the property
	 * @param value what it is
	 * @param expected what it should be
	 * @param cure what to do
	 */
	public InvalidPropertyException(String property, Object value, String expected, String cure) {
		super("Property '" + property + "': " + value + " (expected: " + expected + ")", cure);
	}

	/**
	 * Creates the exception with a cure that follows from what is expected.
	 * @param property the name of the property
	 * @param value what it is
	 * @param expected what it should be
	 */
	public InvalidPropertyException(String property, Object value, String expected) {
		this(property, value, expected, "Correct '" + property + "': it must be " + expected + ".");
	}

}
