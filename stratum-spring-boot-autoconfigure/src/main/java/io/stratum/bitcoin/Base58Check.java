package io.stratum.bitcoin;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Base 58 with a checksum of four bytes, as Bitcoin writes keys and older addresses.
 */
public final class Base58Check {

	private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

	private static final BigInteger BASE = BigInteger.valueOf(58);

	private static final int CHECKSUM_LENGTH = 4;

	private static final int MAX_LENGTH = 128;

	private Base58Check() {
	}

	/**
	 * Writes bytes.
	 * @param payload the bytes
	 * @return the text of the bytes and their checksum
	 */
	public static String encode(byte[] payload) {
		byte[] bytes = Arrays.copyOf(payload, payload.length + CHECKSUM_LENGTH);
		System.arraycopy(checksum(payload), 0, bytes, payload.length, CHECKSUM_LENGTH);
		StringBuilder text = new StringBuilder();
		for (BigInteger rest = new BigInteger(1, bytes); rest.signum() > 0; rest = rest.divide(BASE)) {
			text.append(ALPHABET.charAt(rest.mod(BASE).intValue()));
		}
		for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
			text.append(ALPHABET.charAt(0));
		}
		return text.reverse().toString();
	}

	/**
	 * Reads a text.
	 * @param text the text; untrusted, at most 128 characters
	 * @return the bytes without their checksum
	 * @throws IllegalArgumentException if it is no base 58 or the checksum is wrong. The
	 * message does not repeat the text, which may be a secret
	 */
	public static byte[] decode(String text) {
		if (text.length() > MAX_LENGTH) {
			throw new IllegalArgumentException("length: " + text.length() + " (expected: <= " + MAX_LENGTH + ")");
		}
		BigInteger value = BigInteger.ZERO;
		int zeros = 0;
		for (int i = 0; i < text.length(); i++) {
			int digit = ALPHABET.indexOf(text.charAt(i));
			if (digit < 0) {
				throw new IllegalArgumentException("character " + i + ": no base 58 digit");
			}
			value = value.multiply(BASE).add(BigInteger.valueOf(digit));
			zeros += (digit == 0 && zeros == i) ? 1 : 0;
		}
		return withoutChecksum(withLeadingZeros(value, zeros));
	}

	private static byte[] withLeadingZeros(BigInteger value, int zeros) {
		byte[] number = value.toByteArray();
		int sign = (number[0] == 0) ? 1 : 0;
		byte[] bytes = new byte[zeros + number.length - sign];
		System.arraycopy(number, sign, bytes, zeros, number.length - sign);
		return bytes;
	}

	private static byte[] withoutChecksum(byte[] bytes) {
		if (bytes.length < CHECKSUM_LENGTH) {
			throw new IllegalArgumentException("bytes: " + bytes.length + " (expected: >= " + CHECKSUM_LENGTH + ")");
		}
		byte[] payload = Arrays.copyOf(bytes, bytes.length - CHECKSUM_LENGTH);
		byte[] checksum = Arrays.copyOfRange(bytes, payload.length, bytes.length);
		if (!Arrays.equals(checksum, checksum(payload))) {
			throw new IllegalArgumentException("the checksum is wrong: a character is missing or mistyped");
		}
		return payload;
	}

	private static byte[] checksum(byte[] payload) {
		return Arrays.copyOf(Sha256d.hash(payload).toInternal(), CHECKSUM_LENGTH);
	}

}
