package io.stratum.protocol.sv1;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The error member of a response.
 *
 * @param code the code
 * @param message the text, without control characters and of at most 200 characters when
 * it was read
 */
public record ResponseError(int code, String message) {

	/** The code of what has none. */
	public static final int OTHER = 20;

	private static final int MAX_TEXT = 200;

	/**
	 * Reads an error in all the shapes that peers send: a list of code and text, an
	 * object with {@code code} and {@code message}, a bare text.
	 * @param error the error member of a response
	 * @return the error
	 */
	public static ResponseError decode(Object error) {
		if (error instanceof List<?> list) {
			return of((list.size() > 0) ? list.get(0) : null, (list.size() > 1) ? list.get(1) : null);
		}
		if (error instanceof Map<?, ?> map) {
			return of(map.get("code"), map.get("message"));
		}
		return of(null, error);
	}

	private static ResponseError of(@Nullable Object code, @Nullable Object text) {
		int number = (code instanceof Long value && value.intValue() == value) ? value.intValue() : OTHER;
		if (!(text instanceof String message)) {
			return new ResponseError(number, "Unknown error");
		}
		String cut = (message.length() > MAX_TEXT) ? message.substring(0, MAX_TEXT) : message;
		return new ResponseError(number, ServerFields.printable(cut));
	}

}
