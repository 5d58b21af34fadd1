package io.stratum.bitcoin;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Double SHA-256, the hash of blocks, transactions and merkle trees. An instance reuses
 * one {@link MessageDigest} and allocates nothing per hash; it must not be used by two
 * threads at a time.
 */
public final class Sha256d {

	private static final ThreadLocal<Sha256d> CURRENT = ThreadLocal.withInitial(Sha256d::new);

	private final MessageDigest digest;

	private final byte[] first = new byte[Hash256.LENGTH];

	/**
	 * Creates an instance.
	 */
	public Sha256d() {
		try {
			this.digest = MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The instance of the calling thread.
	 * @return the instance; do not hand it to another thread
	 */
	public static Sha256d ofThread() {
		return CURRENT.get();
	}

	/**
	 * Hashes bytes into a buffer, which may be the one they come from.
	 * @param input where they are
	 * @param offset the index of the first
	 * @param length how many
	 * @param output receives 32 bytes in internal order
	 * @param outputOffset the index of the first of them
	 */
	public void hash(byte[] input, int offset, int length, byte[] output, int outputOffset) {
		if (output.length - outputOffset < Hash256.LENGTH) {
			throw new IllegalArgumentException(
					"output: " + (output.length - outputOffset) + " bytes (expected: >= " + Hash256.LENGTH + ")");
		}
		try {
			this.digest.update(input, offset, length);
			this.digest.digest(this.first, 0, Hash256.LENGTH);
			this.digest.update(this.first, 0, Hash256.LENGTH);
			this.digest.digest(output, outputOffset, Hash256.LENGTH);
		}
		catch (DigestException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Hashes bytes.
	 * @param input the bytes
	 * @return their hash
	 */
	public static Hash256 hash(byte[] input) {
		byte[] hash = new byte[Hash256.LENGTH];
		ofThread().hash(input, 0, input.length, hash, 0);
		return Hash256.ofInternal(hash);
	}

}
