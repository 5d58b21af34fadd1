package io.stratum.protocol.noise;

import java.util.Arrays;

import io.stratum.bitcoin.Base58Check;

/**
 * The key that certifies the servers of one pool, as miners configure it. Its text is
 * base 58 with checksum over {@code 01 00} and the 32 bytes of the x-only key (BIP 340);
 * URLs show it as {@code stratum2+tcp://host:port/<key>}.
 */
public final class AuthorityPublicKey {

	private static final int VERSION_LENGTH = 2;

	private static final int LENGTH = 32;

	private final byte[] bytes;

	AuthorityPublicKey(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * The key with this text.
	 * @param text the text
	 * @return the key
	 * @throws IllegalArgumentException if the text is no such key, saying why
	 */
	public static AuthorityPublicKey parse(String text) {
		byte[] payload = Base58Check.decode(text);
		if (payload.length != VERSION_LENGTH + LENGTH) {
			throw new IllegalArgumentException(
					"authority key bytes: " + payload.length + " (expected: " + (VERSION_LENGTH + LENGTH) + ")");
		}
		int version = Byte.toUnsignedInt(payload[0]) | Byte.toUnsignedInt(payload[1]) << 8;
		if (version != 1) {
			throw new IllegalArgumentException("authority key version: " + version + " (expected: 1)");
		}
		return of(Arrays.copyOfRange(payload, VERSION_LENGTH, payload.length));
	}

	/**
	 * The key with these bytes.
	 * @param bytes 32 bytes, x-only, big-endian as in BIP 340; copied
	 * @return the key
	 * @throws IllegalArgumentException if there is no such point
	 */
	public static AuthorityPublicKey of(byte[] bytes) {
		if (bytes.length != LENGTH) {
			throw new IllegalArgumentException("length: " + bytes.length + " (expected: " + LENGTH + ")");
		}
		if (SchnorrSignature.liftX(bytes) == null) {
			throw new IllegalArgumentException("the authority key is no point of the curve");
		}
		return new AuthorityPublicKey(bytes.clone());
	}

	/**
	 * The x-only key.
	 * @return a copy of the 32 bytes
	 */
	public byte[] toByteArray() {
		return this.bytes.clone();
	}

	boolean verify(byte[] message, byte[] signature) {
		return SchnorrSignature.verify(this.bytes, message, signature);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof AuthorityPublicKey key && Arrays.equals(this.bytes, key.bytes);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.bytes);
	}

	/**
	 * The text that miners configure.
	 */
	@Override
	public String toString() {
		byte[] payload = new byte[VERSION_LENGTH + LENGTH];
		payload[0] = 1;
		System.arraycopy(this.bytes, 0, payload, VERSION_LENGTH, LENGTH);
		return Base58Check.encode(payload);
	}

}
