package io.stratum.protocol.sv1;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * Numbers as miners write and read them: plain decimals.
 */
public final class Decimals {

	private static final int MAX_LENGTH = 64;

	private Decimals() {
	}

	/**
	 * Reads a number from untrusted text.
	 * @param text digits with an optional sign, fraction and exponent, blanks around them
	 * allowed
	 * @return the number, or null if the text is no finite number or longer than 64
	 * characters
	 */
	public static @Nullable Double parse(String text) {
		String trimmed = (text.length() <= MAX_LENGTH) ? text.trim() : "";
		for (int i = 0; i < trimmed.length(); i++) {
			char c = trimmed.charAt(i);
			if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
				return null;
			}
		}
		try {
			double value = trimmed.isEmpty() ? Double.NaN : Double.parseDouble(trimmed);
			return Double.isFinite(value) ? value : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	/**
	 * Writes a number as a plain decimal, without exponent or trailing {@code .0}.
	 * @param value a finite number
	 * @return the shortest text that reads back as the same number
	 */
	public static String format(double value) {
		if (!Double.isFinite(value)) {
			throw new IllegalArgumentException("number: " + value + " (expected: a finite one)");
		}
		if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
			return Long.toString((long) value);
		}
		BigDecimal plain = BigDecimal.valueOf(value).stripTrailingZeros();
		return plain.toPlainString();
	}

}
