package io.stratum.client;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.stratum.session.StratumError;

/**
 * Reads the error member of a response in all the shapes that servers send: a list of
 * code and text, an object with {@code code} and {@code message}, a bare text.
 */
public final class ResponseErrors {

	private static final int OTHER = 20;

	private static final int MAX_TEXT = 200;

	private ResponseErrors() {
	}

	/**
	 * Reads an error.
	 * @param error the error member of a response
	 * @return the error, with a short text without control characters
	 */
	public static StratumError of(Object error) {
		if (error instanceof List<?> list) {
			return of((list.size() > 0) ? list.get(0) : null, (list.size() > 1) ? list.get(1) : null);
		}
		if (error instanceof Map<?, ?> map) {
			return of(map.get("code"), map.get("message"));
		}
		return of(null, error);
	}

	private static StratumError of(@Nullable Object code, @Nullable Object text) {
		int number = (code instanceof Long value && value.intValue() == value) ? value.intValue() : OTHER;
		return StratumError.of(number, (text instanceof String message) ? printable(message) : "Unknown error");
	}

	/** A server must not be able to forge log lines of its clients. */
	private static String printable(String text) {
		String cut = (text.length() > MAX_TEXT) ? text.substring(0, MAX_TEXT) : text;
		return cut.replaceAll("\\p{Cntrl}", " ");
	}

}
