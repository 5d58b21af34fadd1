package io.stratum.bitcoin;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Hexadecimal digits of either case to numbers and bytes and back. Nothing else is read,
 * no sign, no prefix, no blank, and what a peer sent never makes an exception.
 */
public final class Hex {

	private static final byte[] DIGITS = { '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e',
			'f' };

	private Hex() {
	}

	/**
	 * Reads a number.
	 * @param text 1 to {@code maxDigits} digits
	 * @param maxDigits the most digits allowed, at most 15
	 * @return the number, or -1 if the text is something else
	 */
	public static long parseNumber(String text, int maxDigits) {
		int length = text.length();
		if (length == 0 || length > maxDigits) {
			return -1;
		}
		long value = 0;
		for (int i = 0; i < length; i++) {
			int digit = digit(text.charAt(i));
			if (digit < 0) {
				return -1;
			}
			value = (value << 4) | digit;
		}
		return value;
	}

	/**
	 * Reads bytes.
	 * @param text an even number of digits
	 * @return the bytes, or null if the text is something else
	 */
	public static byte @Nullable [] parseBytes(String text) {
		int length = text.length();
		if ((length & 1) != 0) {
			return null;
		}
		byte[] bytes = new byte[length >> 1];
		for (int i = 0; i < bytes.length; i++) {
			int high = digit(text.charAt(2 * i));
			int low = digit(text.charAt(2 * i + 1));
			if ((high | low) < 0) {
				return null;
			}
			bytes[i] = (byte) ((high << 4) | low);
		}
		return bytes;
	}

	/**
	 * Eight lower-case digits of a number, zero-padded.
	 * @param value the number
	 * @return the digits
	 */
	public static String format(int value) {
		byte[] text = new byte[8];
		put(text, 0, value);
		return new String(text, StandardCharsets.ISO_8859_1);
	}

	/**
	 * Writes the eight lower-case digits of a number.
	 * @param out where to
	 * @param index the index of the first digit
	 * @param value the number
	 * @return the index after the last digit
	 */
	public static int put(byte[] out, int index, int value) {
		int at = index;
		for (int shift = 28; shift >= 0; shift -= 4) {
			out[at++] = DIGITS[(value >>> shift) & 0xf];
		}
		return at;
	}

	/**
	 * Writes the lower-case digits of bytes, two each.
	 * @param out where to
	 * @param index the index of the first digit
	 * @param bytes the bytes
	 * @param from the index of the first byte
	 * @param to the index after the last byte
	 * @return the index after the last digit
	 */
	public static int put(byte[] out, int index, byte[] bytes, int from, int to) {
		int at = index;
		for (int i = from; i < to; i++) {
			out[at++] = DIGITS[(bytes[i] >> 4) & 0xf];
			out[at++] = DIGITS[bytes[i] & 0xf];
		}
		return at;
	}

	private static int digit(char c) {
		if (c >= '0' && c <= '9') {
			return c - '0';
		}
		int lower = c | 0x20;
		return (lower >= 'a' && lower <= 'f' && c < 0x80) ? lower - 'a' + 10 : -1;
	}

}
