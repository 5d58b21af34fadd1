package io.stratum.protocol.sv1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.stratum.protocol.ProtocolException;

/**
 * Reads the flat messages that make up nearly all traffic: members in any order, plain
 * ASCII strings, numbers and literals, arrays of these. Whatever is not surely such a
 * message is left to {@link JsonLines}. Not safe for use by several threads.
 */
final class LineScanner {

	/** What reading gives for a value that is not flat; never leaves this class. */
	private static final Object UNKNOWN = new Object();

	/** Stands for all bytes that start nothing. */
	private static final int UNEXPECTED = 0;

	private static final int MAX_ELEMENTS = 16;

	private static final int MAX_LONG_DIGITS = 18;

	private static final String[][] METHODS = byLength("mining.submit", "mining.subscribe", "mining.authorize",
			"mining.configure", "mining.suggest_difficulty", "mining.suggest_target", "mining.extranonce.subscribe",
			"mining.get_transactions", "mining.multi_version", "mining.notify", "mining.set_difficulty", "mining.ping",
			"pong");

	/** The bytes that stand for themselves in a string. */
	private static final boolean[] PLAIN = plain();

	private static final int MAX_REUSED = 64;

	private final Fields fields = new Fields();

	private final @Nullable Object[] elements = new @Nullable Object[MAX_ELEMENTS];

	private byte[] line = new byte[0];

	private int at;

	private int end;

	/**
	 * Reads a message.
	 * @param line the array that holds the line
	 * @param from the index of its first byte
	 * @param to the index after its last byte
	 * @return the message, or null if it is not flat or no message
	 * @throws ProtocolException if the line is JSON but no message
	 */
	@Nullable Sv1Message scan(byte[] line, int from, int to) throws ProtocolException {
		this.line = line;
		this.at = from;
		this.end = to;
		this.fields.clear();
		return scanObject() ? this.fields.toMessage() : null;
	}

	private boolean scanObject() {
		if (next() != '{') {
			return false;
		}
		do {
			if (next() != '"' || !scanMember()) {
				return false;
			}
			int separator = next();
			if (separator == '}') {
				return next() < 0;
			}
			if (separator != ',') {
				return false;
			}
		}
		while (true);
	}

	private boolean scanMember() {
		int start = this.at;
		int length = skipString();
		if (length < 0 || next() != ':') {
			return false;
		}
		int first = next();
		if (is("method", start, length)) {
			this.fields.method = (first == '"') ? readMethod() : UNKNOWN;
			return this.fields.method != UNKNOWN;
		}
		Object value = (first == '[') ? readArray() : readScalar(first);
		if (value == UNKNOWN) {
			return false;
		}
		if (is("id", start, length)) {
			this.fields.id = value;
		}
		else if (is("params", start, length)) {
			this.fields.params = value;
		}
		else if (is("result", start, length)) {
			this.fields.setResult(value);
		}
		else if (is("error", start, length)) {
			this.fields.setError(value);
		}
		return true;
	}

	private @Nullable Object readArray() {
		int count = 0;
		int first = next();
		while (first != ']' || count > 0) {
			if (count == MAX_ELEMENTS) {
				return UNKNOWN;
			}
			Object value = (first == '"') ? readElement(this.elements[count]) : readScalar(first);
			if (value == UNKNOWN) {
				return UNKNOWN;
			}
			this.elements[count++] = value;
			int separator = next();
			if (separator == ']') {
				break;
			}
			if (separator != ',') {
				return UNKNOWN;
			}
			first = next();
		}
		return Arrays.asList(Arrays.copyOf(this.elements, count));
	}

	private @Nullable Object readScalar(int first) {
		return switch (first) {
			case '"' -> readString();
			case 't' -> literal("rue") ? Boolean.TRUE : UNKNOWN;
			case 'f' -> literal("alse") ? Boolean.FALSE : UNKNOWN;
			case 'n' -> literal("ull") ? null : UNKNOWN;
			case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> readNumber();
			default -> UNKNOWN;
		};
	}

	/**
	 * Reads a string of an array. Job id and time are the same in most lines of all
	 * miners, so the string at the same place of the line before is worth a look.
	 */
	private Object readElement(@Nullable Object before) {
		int start = this.at;
		int length = skipString();
		if (length < 0) {
			return UNKNOWN;
		}
		if (length <= MAX_REUSED && before instanceof String text && is(text, start, length)) {
			return text;
		}
		return new String(this.line, start, length, StandardCharsets.ISO_8859_1);
	}

	private Object readString() {
		int start = this.at;
		int length = skipString();
		return (length < 0) ? UNKNOWN : new String(this.line, start, length, StandardCharsets.ISO_8859_1);
	}

	private Object readMethod() {
		int start = this.at;
		int length = skipString();
		if (length < 0) {
			return UNKNOWN;
		}
		if (length < METHODS.length) {
			for (String method : METHODS[length]) {
				if (is(method, start, length)) {
					return method;
				}
			}
		}
		return new String(this.line, start, length, StandardCharsets.ISO_8859_1);
	}

	/**
	 * Moves behind the closing quote of a string of plain ASCII.
	 * @return its length, or -1 if it is another string or none
	 */
	private int skipString() {
		byte[] bytes = this.line;
		int start = this.at;
		int i = start;
		while (i < this.end && PLAIN[bytes[i] & 0xff]) {
			i++;
		}
		this.at = i + 1;
		return (i < this.end && bytes[i] == '"') ? i - start : -1;
	}

	private Object readNumber() {
		int start = this.at - 1;
		int digits = (this.line[start] == '-') ? start + 1 : start;
		this.at = digits;
		long value = 0;
		while (this.at < this.end && isDigit(this.line[this.at])) {
			value = value * 10 + (this.line[this.at++] - '0');
		}
		int count = this.at - digits;
		if (count == 0 || count > MAX_LONG_DIGITS || (count > 1 && this.line[digits] == '0')) {
			return UNKNOWN;
		}
		// A fraction or an exponent is rare enough for the other parser
		if (this.at < this.end && (this.line[this.at] == '.' || (this.line[this.at] | 0x20) == 'e')) {
			return UNKNOWN;
		}
		return (digits == start) ? value : -value;
	}

	private boolean literal(String rest) {
		int length = rest.length();
		if (length > this.end - this.at || !is(rest, this.at, length)) {
			return false;
		}
		this.at += length;
		return true;
	}

	private boolean is(String text, int start, int length) {
		if (text.length() != length) {
			return false;
		}
		for (int i = 0; i < length; i++) {
			if (this.line[start + i] != text.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The next byte that is not blank, or -1 at the end.
	 */
	private int next() {
		while (this.at < this.end) {
			byte b = this.line[this.at++];
			if (b != ' ' && b != '\t' && b != '\r') {
				return (b < 0) ? UNEXPECTED : b;
			}
		}
		return -1;
	}

	private static boolean[] plain() {
		boolean[] plain = new boolean[256];
		for (int b = 0x20; b < 0x7f; b++) {
			plain[b] = b != '"' && b != '\\';
		}
		return plain;
	}

	private static boolean isDigit(byte b) {
		return b >= '0' && b <= '9';
	}

	private static String[][] byLength(String... names) {
		int longest = Arrays.stream(names).mapToInt(String::length).max().orElse(0);
		String[][] table = new String[longest + 1][];
		for (int i = 0; i <= longest; i++) {
			int length = i;
			table[i] = Arrays.stream(names).filter((name) -> name.length() == length).toArray(String[]::new);
		}
		return table;
	}

}
