package io.stratum.bitcoin;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A 32-byte double-SHA-256 value. The bytes are kept in internal order, as they stand in
 * a block header; {@link #toString()} and {@link #fromDisplay(String)} use the reversed
 * order in which nodes and explorers print hashes.
 */
public final class Hash256 {

	/** Length in bytes. */
	public static final int LENGTH = 32;

	/** The hash of which all bytes are zero. */
	public static final Hash256 ZERO = new Hash256(new byte[LENGTH]);

	private final byte[] bytes;

	private Hash256(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * The hash with these bytes, which are copied.
	 * @param internal 32 bytes in internal order
	 * @return the hash
	 */
	public static Hash256 ofInternal(byte[] internal) {
		if (internal.length != LENGTH) {
			throw new IllegalArgumentException("length: " + internal.length + " (expected: " + LENGTH + ")");
		}
		return new Hash256(internal.clone());
	}

	/**
	 * The hash that is printed as the given text.
	 * @param display 64 hexadecimal digits in display order
	 * @return the hash
	 */
	public static Hash256 fromDisplay(String display) {
		byte[] bytes = HexFormat.of().parseHex(display);
		reverse(bytes);
		return ofInternal(bytes);
	}

	/**
	 * A copy of the bytes in internal order.
	 * @return 32 bytes
	 */
	public byte[] toInternal() {
		return this.bytes.clone();
	}

	/**
	 * Copies the bytes in internal order into a buffer.
	 * @param destination where to
	 * @param offset the index of the first byte
	 */
	public void copyTo(byte[] destination, int offset) {
		System.arraycopy(this.bytes, 0, destination, offset, LENGTH);
	}

	static void reverse(byte[] bytes) {
		for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
			byte swap = bytes[i];
			bytes[i] = bytes[j];
			bytes[j] = swap;
		}
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Hash256 hash && Arrays.equals(this.bytes, hash.bytes);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.bytes);
	}

	/**
	 * The hash in display order.
	 */
	@Override
	public String toString() {
		byte[] display = this.bytes.clone();
		reverse(display);
		return HexFormat.of().formatHex(display);
	}

}
