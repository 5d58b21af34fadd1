package io.stratum.protocol.noise;

import java.security.SecureRandom;

import io.stratum.protocol.secp256k1.Comb;
import io.stratum.protocol.secp256k1.EllSwift;
import io.stratum.protocol.secp256k1.Scalar;
import io.stratum.protocol.secp256k1.XOnlyPoint;

/**
 * A key of the handshake: secret scalar, x-only public key, and the encoding that is
 * sent. Immutable; never printed.
 */
final class EllSwiftKeyPair {

	private static final String ECDH_TAG = "bip324_ellswift_xonly_ecdh";

	private final Scalar secret;

	private final byte[] publicKey;

	private final byte[] encoding;

	EllSwiftKeyPair(Scalar secret, byte[] publicKey, byte[] encoding) {
		this.secret = secret;
		this.publicKey = publicKey;
		this.encoding = encoding;
	}

	static EllSwiftKeyPair generate(SecureRandom random) {
		Scalar secret = Scalar.random(random);
		XOnlyPoint point = Comb.base().multiply(secret).divided();
		return new EllSwiftKeyPair(secret, point.toByteArray(), EllSwift.encode(point, random));
	}

	/**
	 * The x-only public key, 32 bytes, shared.
	 */
	byte[] publicKey() {
		return this.publicKey;
	}

	/**
	 * The public key as it is sent, 64 bytes, shared.
	 */
	byte[] encoding() {
		return this.encoding;
	}

	/**
	 * The secret shared with the owner of another key: {@code v2_ecdh} of BIP 324. The
	 * key of the initiator is hashed first, whoever computes. The multiplication is
	 * constant-time, and so is SHA-256; the decoding before it sees public bytes only.
	 * @param theirs the other key
	 * @param initiating whether this key is the initiator's
	 * @return 32 bytes
	 */
	byte[] agree(EllSwiftPublicKey theirs, boolean initiating) {
		byte[] x = theirs.multiples().multiply(this.secret).toByteArray();
		return initiating ? Sha256.tagged(ECDH_TAG, this.encoding, theirs.encoding(), x)
				: Sha256.tagged(ECDH_TAG, theirs.encoding(), this.encoding, x);
	}

}
