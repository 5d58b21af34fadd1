package io.stratum.mining.address;

import java.util.Arrays;
import java.util.Locale;

/**
 * A text of bech32 (BIP173) or bech32m (BIP350) without its checksum.
 *
 * @param prefix what stands before the separator, in lower case
 * @param values what follows, 5 bits each; do not modify
 * @param modified whether the checksum is that of bech32m
 */
record Bech32(String prefix, byte[] values, boolean modified) {

	/** The longest text. */
	static final int MAX_LENGTH = 90;

	private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

	private static final int[] GENERATOR = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3 };

	private static final int CHECKSUM_LENGTH = 6;

	private static final int BECH32 = 1;

	private static final int BECH32M = 0x2bc830a3;

	/**
	 * Reads a text.
	 * @param text the text, in one case; untrusted
	 * @return what it says
	 * @throws IllegalArgumentException if it is something else, or its checksum is wrong.
	 * The message does not repeat the text
	 */
	static Bech32 decode(String text) {
		String lower = text.toLowerCase(Locale.ROOT);
		int separator = lower.lastIndexOf('1');
		boolean oneCase = text.equals(lower) || text.equals(lower.toUpperCase(Locale.ROOT));
		if (text.length() > MAX_LENGTH || separator < 1 || !oneCase || !isPrintable(text)) {
			throw new IllegalArgumentException("prefix: (expected: characters of one case, then '1')");
		}
		byte[] values = new byte[lower.length() - separator - 1];
		int check = expand(lower.substring(0, separator));
		for (int i = 0; i < values.length; i++) {
			int value = ALPHABET.indexOf(lower.charAt(separator + 1 + i));
			if (value < 0) {
				throw new IllegalArgumentException("character " + (separator + 1 + i) + ": no bech32 digit");
			}
			values[i] = (byte) value;
			check = step(check, value);
		}
		if (values.length < CHECKSUM_LENGTH || (check != BECH32 && check != BECH32M)) {
			throw new IllegalArgumentException("the checksum is wrong: a character is missing or mistyped");
		}
		return new Bech32(lower.substring(0, separator), Arrays.copyOf(values, values.length - CHECKSUM_LENGTH),
				check == BECH32M);
	}

	private static boolean isPrintable(String text) {
		return text.chars().allMatch((character) -> character > 0x20 && character < 0x7f);
	}

	/** The checksum covers the high bits of the prefix, then the low ones. */
	private static int expand(String prefix) {
		int check = 1;
		for (int i = 0; i < prefix.length(); i++) {
			check = step(check, prefix.charAt(i) >> 5);
		}
		check = step(check, 0);
		for (int i = 0; i < prefix.length(); i++) {
			check = step(check, prefix.charAt(i) & 0x1f);
		}
		return check;
	}

	private static int step(int check, int value) {
		int next = (check & 0x1ffffff) << 5 ^ value;
		for (int bit = 0; bit < GENERATOR.length; bit++) {
			next ^= ((check >> (25 + bit)) & 1) * GENERATOR[bit];
		}
		return next;
	}

}
