package io.stratum.protocol.noise;

/**
 * A key and the number of messages that were encrypted with it: one direction of a
 * connection, or one step of the handshake.
 */
final class CipherState {

	/** Reserved by the Noise specification. */
	private static final long LAST_NONCE = -1L;

	private final byte[] key;

	private long counter;

	CipherState(byte[] key) {
		this(key, 0);
	}

	CipherState(byte[] key, long counter) {
		this.key = key;
		this.counter = counter;
	}

	byte[] key() {
		return this.key;
	}

	int seal(ChaChaPoly cipher, byte[] data, int length) {
		if (this.counter == LAST_NONCE) {
			throw new IllegalStateException("all nonces of the key are used");
		}
		return cipher.seal(this.key, this.counter++, data, length);
	}

	int open(ChaChaPoly cipher, byte[] data, int length) throws NoiseException {
		if (this.counter == LAST_NONCE) {
			throw new NoiseException("all nonces of the key are used");
		}
		int opened = cipher.open(this.key, this.counter, data, length);
		this.counter++;
		return opened;
	}

}
