package io.stratum.protocol.noise;

import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;

/**
 * The cipher of the transport, ChaCha20-Poly1305 of RFC 8439, with the nonce of Noise:
 * four zero bytes and a little-endian counter.
 * <p>
 * An object holds engines and work space but no state of a connection between two calls,
 * so all connections of one thread can share one; it must not be used by two threads at a
 * time. Short messages go to BouncyCastle, whose set-up is cheap; long ones to the JDK,
 * which has intrinsics for them.
 */
public final class ChaChaPoly {

	static final int TAG_LENGTH = 16;

	/**
	 * From this length of a plaintext on the JDK is the faster one.
	 */
	static final int LONG_MESSAGE = 128;

	private static final byte[] NO_DATA = {};

	private final ChaCha20Poly1305 shortEngine = new ChaCha20Poly1305();

	private final byte[] nonce = new byte[12];

	private final int longMessage;

	/**
	 * One per direction: the JDK refuses a key with a nonce that it has just seen, which
	 * happens when both ends of a connection share this object.
	 */
	private @Nullable Cipher longEncryption;

	private @Nullable Cipher longDecryption;

	private byte[] input = new byte[LONG_MESSAGE];

	private byte[] output = new byte[LONG_MESSAGE];

	/**
	 * Creates a cipher.
	 */
	public ChaChaPoly() {
		this(LONG_MESSAGE);
	}

	/**
	 * Creates a cipher with another border between the engines.
	 * @param longMessage the first length that the JDK gets
	 */
	ChaChaPoly(int longMessage) {
		this.longMessage = longMessage;
	}

	/**
	 * Work space for what goes in; valid until it is asked for again.
	 */
	byte[] input(int length) {
		this.input = atLeast(this.input, length);
		return this.input;
	}

	/**
	 * Where the last call has put its result.
	 */
	byte[] output() {
		return this.output;
	}

	/**
	 * Seals the first bytes of {@link #input(int)} into {@link #output()}.
	 * @param length the length of the plaintext
	 * @return the length of the ciphertext with its tag
	 */
	int seal(byte[] key, long counter, byte[] data, int length) {
		setNonce(counter);
		this.output = atLeast(this.output, length + TAG_LENGTH);
		try {
			return (length < this.longMessage) ? runShort(true, key, data, length)
					: runLong(Cipher.ENCRYPT_MODE, key, data, length);
		}
		catch (InvalidCipherTextException | GeneralSecurityException ex) {
			throw new IllegalStateException("ChaCha20-Poly1305 failed to encrypt", ex);
		}
	}

	/**
	 * Opens the first bytes of {@link #input(int)} into {@link #output()}.
	 * @param length the length of the ciphertext with its tag
	 * @return the length of the plaintext
	 * @throws NoiseException if the tag does not verify; the output is worthless then
	 */
	int open(byte[] key, long counter, byte[] data, int length) throws NoiseException {
		if (length < TAG_LENGTH) {
			throw new NoiseException("ciphertext length: " + length + " (expected: >= " + TAG_LENGTH + ")");
		}
		setNonce(counter);
		this.output = atLeast(this.output, length);
		try {
			return (length - TAG_LENGTH < this.longMessage) ? runShort(false, key, data, length)
					: runLong(Cipher.DECRYPT_MODE, key, data, length);
		}
		catch (InvalidCipherTextException | AEADBadTagException ex) {
			throw new NoiseException("tag of message " + Long.toUnsignedString(counter) + " does not verify");
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("ChaCha20-Poly1305 failed to decrypt", ex);
		}
	}

	private int runShort(boolean encrypt, byte[] key, byte[] data, int length) throws InvalidCipherTextException {
		this.shortEngine.init(encrypt, new AEADParameters(new KeyParameter(key), TAG_LENGTH * 8, this.nonce));
		this.shortEngine.processAADBytes(data, 0, data.length);
		int done = this.shortEngine.processBytes(this.input, 0, length, this.output, 0);
		return done + this.shortEngine.doFinal(this.output, done);
	}

	private int runLong(int mode, byte[] key, byte[] data, int length) throws GeneralSecurityException {
		Cipher engine = longEngine(mode);
		engine.init(mode, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(this.nonce));
		engine.updateAAD(data);
		return engine.doFinal(this.input, 0, length, this.output, 0);
	}

	private Cipher longEngine(int mode) throws GeneralSecurityException {
		Cipher engine = (mode == Cipher.ENCRYPT_MODE) ? this.longEncryption : this.longDecryption;
		if (engine == null) {
			engine = Cipher.getInstance("ChaCha20-Poly1305");
			if (mode == Cipher.ENCRYPT_MODE) {
				this.longEncryption = engine;
			}
			else {
				this.longDecryption = engine;
			}
		}
		return engine;
	}

	private void setNonce(long counter) {
		for (int i = 0; i < Long.BYTES; i++) {
			this.nonce[4 + i] = (byte) (counter >>> 8 * i);
		}
	}

	/**
	 * No additional data.
	 */
	static byte[] noData() {
		return NO_DATA;
	}

	private static byte[] atLeast(byte[] buffer, int length) {
		return (buffer.length >= length) ? buffer : Arrays.copyOf(buffer, Math.max(length, 2 * buffer.length));
	}

}
