package io.stratum.protocol.noise;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.time.Instant;

/**
 * The {@code SIGNATURE_NOISE_MESSAGE}: for how long the authority of a pool vouches for
 * the static key of a server. Immutable.
 */
public final class NoiseCertificate {

	/** Length on the wire in bytes. */
	public static final int LENGTH = 74;

	private static final int SIGNED_FIELDS_LENGTH = 10;

	private static final long MAX_SECONDS = 0xffffffffL;

	private final int version;

	private final Instant validFrom;

	private final Instant notValidAfter;

	private final byte[] signature;

	private NoiseCertificate(int version, Instant validFrom, Instant notValidAfter, byte[] signature) {
		this.version = version;
		this.validFrom = validFrom;
		this.notValidAfter = notValidAfter;
		this.signature = signature;
	}

	static NoiseCertificate sign(AuthorityKeyPair authority, byte[] serverKey, Instant validFrom, Instant notValidAfter,
			SecureRandom random) {
		Instant from = wireTime(validFrom);
		Instant to = wireTime(notValidAfter);
		byte[] signature = authority.sign(message(0, from, to, serverKey), random);
		return new NoiseCertificate(0, from, to, signature);
	}

	static NoiseCertificate decode(byte[] bytes) {
		ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		int version = Short.toUnsignedInt(buffer.getShort());
		Instant validFrom = Instant.ofEpochSecond(Integer.toUnsignedLong(buffer.getInt()));
		Instant notValidAfter = Instant.ofEpochSecond(Integer.toUnsignedLong(buffer.getInt()));
		byte[] signature = new byte[SchnorrSignature.LENGTH];
		buffer.get(signature);
		return new NoiseCertificate(version, validFrom, notValidAfter, signature);
	}

	byte[] encode() {
		return ByteBuffer.allocate(LENGTH)
			.put(fields(this.version, this.validFrom, this.notValidAfter))
			.put(this.signature)
			.array();
	}

	/**
	 * Checks that an authority vouches for a server now.
	 * @param authority the authority
	 * @param serverKey the static key of the server, 32 bytes, x-only
	 * @param now the time
	 * @throws NoiseException if it does not
	 */
	void verify(AuthorityPublicKey authority, byte[] serverKey, Instant now) throws NoiseException {
		if (this.version != 0) {
			throw new NoiseException("certificate version: " + this.version + " (expected: 0)");
		}
		if (now.getEpochSecond() < this.validFrom.getEpochSecond()) {
			throw new NoiseException("certificate valid from: " + this.validFrom + " (expected: <= " + now + ")");
		}
		if (now.getEpochSecond() > this.notValidAfter.getEpochSecond()) {
			throw new NoiseException("certificate valid until: " + this.notValidAfter + " (expected: >= " + now + ")");
		}
		if (!authority.verify(message(this.version, this.validFrom, this.notValidAfter, serverKey), this.signature)) {
			throw new NoiseException("certificate is not signed by authority " + authority);
		}
	}

	/**
	 * From when on it is valid.
	 * @return the time, in whole seconds
	 */
	public Instant validFrom() {
		return this.validFrom;
	}

	/**
	 * The last second in which it is valid.
	 * @return the time, in whole seconds
	 */
	public Instant notValidAfter() {
		return this.notValidAfter;
	}

	private static byte[] message(int version, Instant validFrom, Instant notValidAfter, byte[] serverKey) {
		return Sha256.hash(fields(version, validFrom, notValidAfter), serverKey);
	}

	private static byte[] fields(int version, Instant validFrom, Instant notValidAfter) {
		return ByteBuffer.allocate(SIGNED_FIELDS_LENGTH)
			.order(ByteOrder.LITTLE_ENDIAN)
			.putShort((short) version)
			.putInt((int) validFrom.getEpochSecond())
			.putInt((int) notValidAfter.getEpochSecond())
			.array();
	}

	private static Instant wireTime(Instant time) {
		return Instant.ofEpochSecond(Math.max(0, Math.min(time.getEpochSecond(), MAX_SECONDS)));
	}

}
