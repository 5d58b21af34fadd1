package io.stratum.protocol.noise;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * SHA-256 as Noise (HMAC, two-output HKDF) and BIP 340 (tagged hashes) use it.
 */
final class Sha256 {

	static final int LENGTH = 32;

	private Sha256() {
	}

	static byte[] hash(byte[]... parts) {
		MessageDigest digest = digest();
		for (byte[] part : parts) {
			digest.update(part);
		}
		return digest.digest();
	}

	static byte[] tagged(String tag, byte[]... parts) {
		byte[] tagHash = hash(tag.getBytes(StandardCharsets.US_ASCII));
		MessageDigest digest = digest();
		digest.update(tagHash);
		digest.update(tagHash);
		for (byte[] part : parts) {
			digest.update(part);
		}
		return digest.digest();
	}

	/**
	 * HKDF with two outputs of 32 bytes, one after the other in the result.
	 */
	static byte[] hkdf(byte[] chainingKey, byte[] input) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(chainingKey, "HmacSHA256"));
			byte[] temporary = mac.doFinal(input);
			mac.init(new SecretKeySpec(temporary, "HmacSHA256"));
			Arrays.fill(temporary, (byte) 0);
			byte[] outputs = new byte[2 * LENGTH];
			mac.update((byte) 1);
			mac.doFinal(outputs, 0);
			mac.update(outputs, 0, LENGTH);
			mac.update((byte) 2);
			mac.doFinal(outputs, LENGTH);
			return outputs;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("HmacSHA256 is not available", ex);
		}
	}

	private static MessageDigest digest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("SHA-256 is not available", ex);
		}
	}

}
