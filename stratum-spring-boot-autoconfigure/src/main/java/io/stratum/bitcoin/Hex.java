package io.stratum.bitcoin;

/**
 * Hexadecimal digits from peers. Both cases are read; nothing else is, no sign, no
 * prefix, no blank. No method allocates or throws for what a peer sent.
 */
public final class Hex {

	private static final int INT_DIGITS = 8;

	private Hex() {
	}

	/**
	 * Reads a number of exactly eight digits.
	 * @param digits the text
	 * @return 0 to 2<sup>32</sup> - 1, or -1 if the text is something else
	 */
	public static long decodeInt(CharSequence digits) {
		return (digits.length() == INT_DIGITS) ? parseUnsignedInt(digits) : -1;
	}

	/**
	 * Reads a number of one to eight digits: some miners do not pad their nonces.
	 * @param digits the text
	 * @return 0 to 2<sup>32</sup> - 1, or -1 if the text is something else
	 */
	public static long parseUnsignedInt(CharSequence digits) {
		int length = digits.length();
		if (length == 0 || length > INT_DIGITS) {
			return -1;
		}
		long value = 0;
		for (int i = 0; i < length; i++) {
			int digit = digit(digits.charAt(i));
			if (digit < 0) {
				return -1;
			}
			value = (value << 4) | digit;
		}
		return value;
	}

	/**
	 * Reads bytes.
	 * @param digits the text, two digits per byte
	 * @param bytes receives the bytes; its length is the one expected
	 * @return whether the text was as many digits; otherwise the content of the array is
	 * undefined
	 */
	public static boolean tryDecode(CharSequence digits, byte[] bytes) {
		if (digits.length() != 2 * bytes.length) {
			return false;
		}
		for (int i = 0; i < bytes.length; i++) {
			int value = (digit(digits.charAt(2 * i)) << 4) | digit(digits.charAt(2 * i + 1));
			if (value < 0) {
				return false;
			}
			bytes[i] = (byte) value;
		}
		return true;
	}

	private static int digit(char c) {
		if (c >= '0' && c <= '9') {
			return c - '0';
		}
		if (c >= 'a' && c <= 'f') {
			return c - 'a' + 10;
		}
		return (c >= 'A' && c <= 'F') ? c - 'A' + 10 : -1;
	}

}
