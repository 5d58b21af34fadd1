package io.stratum.protocol.noise;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What both sides of a handshake compute alike: chaining key, transcript hash, and the
 * key of the step.
 */
final class SymmetricState {

	private static final String PROTOCOL = "Noise_NX_Secp256k1+EllSwift_ChaChaPoly_SHA256";

	private final ChaChaPoly cipher;

	private byte[] chainingKey;

	private byte[] hash;

	private CipherState step = new CipherState(new byte[Sha256.LENGTH]);

	/**
	 * The start of a handshake, after the empty prologue was mixed in.
	 */
	SymmetricState(ChaChaPoly cipher) {
		this.cipher = cipher;
		this.chainingKey = Sha256.hash(PROTOCOL.getBytes(StandardCharsets.US_ASCII));
		this.hash = Sha256.hash(this.chainingKey);
	}

	byte[] chainingKey() {
		return this.chainingKey.clone();
	}

	byte[] hash() {
		return this.hash.clone();
	}

	byte[] stepKey() {
		return this.step.key().clone();
	}

	void mixHash(byte[] data) {
		this.hash = Sha256.hash(this.hash, data);
	}

	void mixKey(byte[] secret) {
		byte[] outputs = Sha256.hkdf(this.chainingKey, secret);
		this.chainingKey = Arrays.copyOf(outputs, Sha256.LENGTH);
		this.step = new CipherState(Arrays.copyOfRange(outputs, Sha256.LENGTH, outputs.length));
	}

	byte[] encryptAndHash(byte[] plaintext) {
		System.arraycopy(plaintext, 0, this.cipher.input(plaintext.length), 0, plaintext.length);
		int length = this.step.seal(this.cipher, this.hash, plaintext.length);
		byte[] ciphertext = Arrays.copyOf(this.cipher.output(), length);
		mixHash(ciphertext);
		return ciphertext;
	}

	byte[] decryptAndHash(byte[] ciphertext) throws NoiseException {
		System.arraycopy(ciphertext, 0, this.cipher.input(ciphertext.length), 0, ciphertext.length);
		int length = this.step.open(this.cipher, this.hash, ciphertext.length);
		byte[] plaintext = Arrays.copyOf(this.cipher.output(), length);
		mixHash(ciphertext);
		return plaintext;
	}

	/**
	 * The end of a handshake.
	 * @param initiator whether this is the side that began
	 * @return the transport with the keys of both directions
	 */
	NoiseTransport split(boolean initiator) {
		byte[] outputs = Sha256.hkdf(this.chainingKey, ChaChaPoly.noData());
		CipherState first = new CipherState(Arrays.copyOf(outputs, Sha256.LENGTH));
		CipherState second = new CipherState(Arrays.copyOfRange(outputs, Sha256.LENGTH, outputs.length));
		return initiator ? new NoiseTransport(this.cipher, first, second)
				: new NoiseTransport(this.cipher, second, first);
	}

}
