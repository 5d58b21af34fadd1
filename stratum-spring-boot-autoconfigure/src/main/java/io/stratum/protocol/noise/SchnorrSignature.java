package io.stratum.protocol.noise;

import java.math.BigInteger;
import java.util.Arrays;

import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECFieldElement;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;

/**
 * Signatures of BIP 340.
 * <p>
 * The point multiplications of signing are constant-time ({@link Secp256k1}); the scalar
 * arithmetic around them is that of {@link BigInteger}, which is not. Signing happens on
 * the schedule of certificates, over content of our own and with a nonce that depends on
 * fresh randomness, so a peer can neither cause nor time it. Verifying has no secret.
 */
final class SchnorrSignature {

	static final int LENGTH = 64;

	private SchnorrSignature() {
	}

	/**
	 * Signs a message.
	 * @param secret 1 to n - 1
	 * @param message any number of bytes
	 * @param auxiliary 32 random bytes
	 * @return 64 bytes
	 */
	static byte[] sign(BigInteger secret, byte[] message, byte[] auxiliary) {
		ECPoint point = Secp256k1.multiplyBase(secret);
		byte[] publicKey = Secp256k1.affineX(point).getEncoded();
		BigInteger d = Secp256k1.hasEvenY(point) ? secret : Secp256k1.N.subtract(secret);
		byte[] masked = Secp256k1.toBytes(d);
		byte[] mask = Sha256.tagged("BIP0340/aux", auxiliary);
		for (int i = 0; i < masked.length; i++) {
			masked[i] ^= mask[i];
		}
		BigInteger k = scalar(Sha256.tagged("BIP0340/nonce", masked, publicKey, message));
		if (k.signum() == 0) {
			throw new IllegalStateException("nonce: 0 (expected: > 0)");
		}
		ECPoint commitment = Secp256k1.multiplyBase(k);
		k = Secp256k1.hasEvenY(commitment) ? k : Secp256k1.N.subtract(k);
		byte[] r = Secp256k1.affineX(commitment).getEncoded();
		BigInteger e = scalar(Sha256.tagged("BIP0340/challenge", r, publicKey, message));
		byte[] signature = Arrays.copyOf(r, LENGTH);
		System.arraycopy(Secp256k1.toBytes(e.multiply(d).add(k).mod(Secp256k1.N)), 0, signature, 32, 32);
		return signature;
	}

	/**
	 * Checks a signature.
	 * @param publicKey 32 bytes, x-only
	 * @param message any number of bytes
	 * @param signature 64 bytes
	 * @return whether it is the owner's of the key
	 */
	static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
		ECPoint point = liftX(publicKey);
		byte[] r = Arrays.copyOf(signature, 32);
		BigInteger s = new BigInteger(1, signature, 32, 32);
		if (point == null || s.compareTo(Secp256k1.N) >= 0) {
			return false;
		}
		BigInteger e = scalar(Sha256.tagged("BIP0340/challenge", r, publicKey, message));
		ECPoint commitment = ECAlgorithms.sumOfTwoMultiplies(Secp256k1.G, s, point, Secp256k1.N.subtract(e));
		return !commitment.isInfinity() && Secp256k1.hasEvenY(commitment)
				&& Arrays.equals(Secp256k1.affineX(commitment).getEncoded(), r);
	}

	/**
	 * The point with this x and an even y, or null when there is none.
	 */
	static @Nullable ECPoint liftX(byte[] publicKey) {
		BigInteger x = new BigInteger(1, publicKey);
		if (x.compareTo(Secp256k1.P) >= 0) {
			return null;
		}
		ECFieldElement y = Secp256k1.liftY(Secp256k1.CURVE.fromBigInteger(x));
		if (y == null) {
			return null;
		}
		return Secp256k1.CURVE.createPoint(x, (y.testBitZero() ? y.negate() : y).toBigInteger());
	}

	private static BigInteger scalar(byte[] hash) {
		return new BigInteger(1, hash).mod(Secp256k1.N);
	}

}
