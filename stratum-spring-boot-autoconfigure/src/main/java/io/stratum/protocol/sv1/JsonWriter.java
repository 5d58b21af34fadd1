package io.stratum.protocol.sv1;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.IntStream;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON values, compact and in UTF-8.
 */
final class JsonWriter {

	private static final byte[] NULL = ascii("null");

	private static final byte[] TRUE = ascii("true");

	private static final byte[] FALSE = ascii("false");

	private static final byte[] HEX = ascii("0123456789abcdef");

	/** What stands for half of a surrogate pair, which UTF-8 cannot carry. */
	private static final int REPLACEMENT = '?';

	private static final int MAX_DEPTH = 64;

	private JsonWriter() {
	}

	static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	static void value(ByteBuf out, @Nullable Object value) {
		value(out, value, 0);
	}

	private static void value(ByteBuf out, @Nullable Object value, int depth) {
		if (value == null) {
			out.writeBytes(NULL);
		}
		else if (value instanceof CharSequence text) {
			text(out, text);
		}
		else if (value instanceof Boolean bool) {
			out.writeBytes(bool ? TRUE : FALSE);
		}
		else if (value instanceof Number number) {
			number(out, number);
		}
		else if (value instanceof RawJson raw) {
			out.writeBytes(raw.utf8());
		}
		else if (depth == MAX_DEPTH) {
			throw new IllegalArgumentException("depth: more than " + MAX_DEPTH + " (expected: <= " + MAX_DEPTH + ")");
		}
		else {
			container(out, value, depth + 1);
		}
	}

	private static void container(ByteBuf out, Object value, int depth) {
		if (value instanceof Iterable<?> elements) {
			array(out, elements, depth);
		}
		else if (value instanceof Map<?, ?> map) {
			object(out, map, depth);
		}
		else if (value.getClass().isArray()) {
			array(out, () -> IntStream.range(0, Array.getLength(value)).mapToObj((i) -> Array.get(value, i)).iterator(),
					depth);
		}
		else {
			throw new IllegalArgumentException("value: " + value.getClass().getName()
					+ " (expected: null, boolean, number, text, list, array, map or RawJson)");
		}
	}

	private static void array(ByteBuf out, Iterable<?> elements, int depth) {
		char before = '[';
		for (Object element : elements) {
			out.writeByte(before);
			value(out, element, depth);
			before = ',';
		}
		close(out, before, '[', ']');
	}

	private static void object(ByteBuf out, Map<?, ?> map, int depth) {
		char before = '{';
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			out.writeByte(before);
			text(out, String.valueOf(entry.getKey()));
			out.writeByte(':');
			value(out, entry.getValue(), depth);
			before = ',';
		}
		close(out, before, '{', '}');
	}

	private static void close(ByteBuf out, char before, char open, char close) {
		if (before == open) {
			out.writeByte(open);
		}
		out.writeByte(close);
	}

	static void text(ByteBuf out, CharSequence text) {
		int length = text.length();
		out.ensureWritable(length + 2);
		out.writeByte('"');
		for (int i = 0; i < length; i++) {
			char c = text.charAt(i);
			if (c >= 0x80) {
				i += utf8(out, text, i);
			}
			else if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f) {
				out.writeByte(c);
			}
			else {
				escape(out, c);
			}
		}
		out.writeByte('"');
	}

	private static void escape(ByteBuf out, char c) {
		out.writeByte('\\');
		switch (c) {
			case '"', '\\' -> out.writeByte(c);
			case '\n' -> out.writeByte('n');
			case '\r' -> out.writeByte('r');
			case '\t' -> out.writeByte('t');
			default -> {
				out.writeByte('u').writeByte('0').writeByte('0');
				out.writeByte(HEX[c >> 4]).writeByte(HEX[c & 0xf]);
			}
		}
	}

	/**
	 * Writes a character beyond ASCII.
	 * @return how many characters it took besides the first
	 */
	private static int utf8(ByteBuf out, CharSequence text, int index) {
		int code = Character.codePointAt(text, index);
		if (code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE) {
			out.writeByte(REPLACEMENT);
			return 0;
		}
		if (code < 0x800) {
			out.writeByte(0xc0 | (code >> 6));
		}
		else {
			if (code < 0x10000) {
				out.writeByte(0xe0 | (code >> 12));
			}
			else {
				out.writeByte(0xf0 | (code >> 18)).writeByte(0x80 | ((code >> 12) & 0x3f));
			}
			out.writeByte(0x80 | ((code >> 6) & 0x3f));
		}
		out.writeByte(0x80 | (code & 0x3f));
		return Character.charCount(code) - 1;
	}

	private static void number(ByteBuf out, Number number) {
		if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
			number(out, number.longValue());
		}
		else if (number instanceof BigInteger) {
			out.writeBytes(ascii(number.toString()));
		}
		else if (number instanceof BigDecimal decimal) {
			out.writeBytes(ascii(decimal.stripTrailingZeros().toPlainString()));
		}
		else if (number instanceof Float) {
			out.writeBytes(ascii(Decimals.format(Double.parseDouble(number.toString()))));
		}
		else {
			out.writeBytes(ascii(Decimals.format(number.doubleValue())));
		}
	}

	static void number(ByteBuf out, long number) {
		if (number < 0) {
			out.writeBytes(ascii(Long.toString(number)));
			return;
		}
		int digits = 1;
		for (long rest = number; rest >= 10; rest /= 10) {
			digits++;
		}
		out.ensureWritable(digits);
		int end = out.writerIndex() + digits;
		long rest = number;
		for (int i = end - 1; i >= end - digits; i--) {
			out.setByte(i, '0' + (int) (rest % 10));
			rest /= 10;
		}
		out.writerIndex(end);
	}

}
