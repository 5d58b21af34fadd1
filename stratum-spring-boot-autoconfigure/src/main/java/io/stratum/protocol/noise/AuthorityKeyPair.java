package io.stratum.protocol.noise;

import java.math.BigInteger;
import java.security.SecureRandom;

import io.stratum.bitcoin.Base58Check;

/**
 * The secret with which a pool certifies its servers, and the public key that goes with
 * it. The text of the secret is base 58 with checksum over its 32 bytes, the form that
 * the reference implementation uses. Immutable; {@link #toString()} shows the public key.
 */
public final class AuthorityKeyPair {

	private final BigInteger secret;

	private final AuthorityPublicKey publicKey;

	private AuthorityKeyPair(BigInteger secret) {
		this.secret = secret;
		this.publicKey = new AuthorityPublicKey(Secp256k1.affineX(Secp256k1.multiplyBase(secret)).getEncoded());
	}

	/**
	 * A new key.
	 * @param random where it comes from
	 * @return the key
	 */
	public static AuthorityKeyPair generate(SecureRandom random) {
		return new AuthorityKeyPair(Secp256k1.randomScalar(random));
	}

	/**
	 * The key whose secret has this text.
	 * @param text the text
	 * @return the key
	 * @throws IllegalArgumentException if the text is no such key, saying why without
	 * repeating it
	 */
	public static AuthorityKeyPair parse(String text) {
		byte[] bytes = Base58Check.decode(text);
		if (bytes.length != 32) {
			throw new IllegalArgumentException("authority secret bytes: " + bytes.length + " (expected: 32)");
		}
		return of(bytes);
	}

	static AuthorityKeyPair of(byte[] bytes) {
		BigInteger secret = new BigInteger(1, bytes);
		if (!Secp256k1.isScalar(secret)) {
			throw new IllegalArgumentException("the authority secret is not between 1 and the order of the curve");
		}
		return new AuthorityKeyPair(secret);
	}

	/**
	 * The key that miners configure.
	 * @return the public key
	 */
	public AuthorityPublicKey publicKey() {
		return this.publicKey;
	}

	/**
	 * The secret as text, to be kept in a configuration.
	 * @return what {@link #parse(String)} reads
	 */
	public String toSecretText() {
		return Base58Check.encode(Secp256k1.toBytes(this.secret));
	}

	byte[] sign(byte[] message, SecureRandom random) {
		byte[] auxiliary = new byte[32];
		random.nextBytes(auxiliary);
		return SchnorrSignature.sign(this.secret, message, auxiliary);
	}

	@Override
	public String toString() {
		return this.publicKey.toString();
	}

}
