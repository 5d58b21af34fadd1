package io.stratum.protocol.sv2;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

import io.netty.buffer.ByteBuf;

/**
 * Bytes of a message: a B0_* field, or a string of the peer, which may or may not be
 * UTF-8. Immutable.
 */
public final class Octets {

	/** No bytes. */
	public static final Octets EMPTY = new Octets(new byte[0]);

	private final byte[] bytes;

	private Octets(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * These bytes.
	 * @param bytes the bytes, copied
	 * @return the octets
	 */
	public static Octets of(byte... bytes) {
		return (bytes.length == 0) ? EMPTY : new Octets(bytes.clone());
	}

	/**
	 * A text in UTF-8.
	 * @param text the text
	 * @return the octets
	 */
	public static Octets of(String text) {
		return text.isEmpty() ? EMPTY : new Octets(text.getBytes(StandardCharsets.UTF_8));
	}

	static Octets read(ByteBuf in, int length) {
		if (length == 0) {
			return EMPTY;
		}
		byte[] bytes = new byte[length];
		in.readBytes(bytes);
		return new Octets(bytes);
	}

	/**
	 * The number of bytes.
	 * @return the length
	 */
	public int length() {
		return this.bytes.length;
	}

	/**
	 * The bytes.
	 * @return a copy
	 */
	public byte[] toByteArray() {
		return this.bytes.clone();
	}

	/**
	 * The bytes as UTF-8; what is none becomes U+FFFD. It may hold control characters.
	 * @return the text
	 */
	public String text() {
		return new String(this.bytes, StandardCharsets.UTF_8);
	}

	void writeTo(ByteBuf out) {
		out.writeBytes(this.bytes);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Octets octets && Arrays.equals(this.bytes, octets.bytes);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.bytes);
	}

	/**
	 * The bytes in hexadecimal digits, safe for a log.
	 */
	@Override
	public String toString() {
		return HexFormat.of().formatHex(this.bytes);
	}

}
