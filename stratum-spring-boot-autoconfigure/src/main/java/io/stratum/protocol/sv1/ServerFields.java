package io.stratum.protocol.sv1;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Hex;
import io.stratum.protocol.ProtocolException;

/**
 * Reads the fields that a server sends to a miner, and believes none of them.
 */
final class ServerFields {

	private static final int NUMBER_DIGITS = 8;

	private static final int MAX_EXTRANONCE1 = 32;

	private static final int MIN_EXTRANONCE2_SIZE = 2;

	private static final int MAX_EXTRANONCE2_SIZE = 16;

	private ServerFields() {
	}

	static byte[] extranonce1(@Nullable Object value) throws ProtocolException {
		return bytes("extranonce1", value, MAX_EXTRANONCE1);
	}

	static int extranonce2Size(@Nullable Object value) throws ProtocolException {
		if (!(value instanceof Long size) || size < MIN_EXTRANONCE2_SIZE || size > MAX_EXTRANONCE2_SIZE) {
			throw new ProtocolException("extranonce2 size: " + value + " (expected: " + MIN_EXTRANONCE2_SIZE + " to "
					+ MAX_EXTRANONCE2_SIZE + ")");
		}
		return size.intValue();
	}

	/**
	 * A number that may be missing or a text; what is out of range is brought into it.
	 */
	static int clamped(String name, @Nullable Object value, int max) throws ProtocolException {
		if (value == null) {
			return 0;
		}
		try {
			long number = (value instanceof Long given) ? given : Long.parseLong(value.toString());
			return (int) Math.max(0, Math.min(max, number));
		}
		catch (NumberFormatException ex) {
			throw new ProtocolException(name + ": (expected: 0 to " + max + ")");
		}
	}

	static int number(String name, @Nullable Object value) throws ProtocolException {
		long number = (value instanceof String text && text.length() == NUMBER_DIGITS)
				? Hex.parseNumber(text, NUMBER_DIGITS) : -1;
		if (number < 0) {
			throw new ProtocolException(name + ": " + value + " (expected: 8 hexadecimal digits)");
		}
		return (int) number;
	}

	static byte[] exactly(String name, @Nullable Object value, int length) throws ProtocolException {
		byte[] bytes = bytes(name, value, length);
		if (bytes.length != length) {
			throw new ProtocolException(name + " length: " + bytes.length + " (expected: " + length + ")");
		}
		return bytes;
	}

	static byte[] bytes(String name, @Nullable Object value, int maxLength) throws ProtocolException {
		if (!(value instanceof String text) || text.length() > 2 * maxLength) {
			throw new ProtocolException(name + ": (expected: at most " + 2 * maxLength + " hexadecimal digits)");
		}
		byte[] bytes = Hex.parseBytes(text);
		if (bytes == null) {
			throw new ProtocolException(name + ": (expected: hexadecimal digits)");
		}
		return bytes;
	}

	/** A peer must not be able to forge log lines of who shows its texts. */
	static String printable(String text) {
		return text.replaceAll("\\p{Cntrl}", " ");
	}

}
