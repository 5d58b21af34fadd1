package io.stratum.protocol.noise;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;

import org.bouncycastle.math.ec.ECFieldElement;

/**
 * Gives bytes that were written down before, and no others.
 */
final class ScriptedRandom extends SecureRandom {

	private final ByteArrayOutputStream script = new ByteArrayOutputStream();

	private int position;

	ScriptedRandom bytes(byte[] bytes) {
		this.script.writeBytes(bytes);
		return this;
	}

	/**
	 * What makes a key pair with this secret and this encoding.
	 */
	ScriptedRandom keyPair(String secret, String encoding) {
		byte[] d = HexFormat.of().parseHex(secret);
		byte[] bytes = HexFormat.of().parseHex(encoding);
		ECFieldElement x = Secp256k1.affineX(Secp256k1.multiplyBase(new BigInteger(1, d)));
		ECFieldElement u = Secp256k1.element(bytes, 0);
		ECFieldElement t = Secp256k1.element(bytes, 32);
		for (int branch = 0; branch < 8; branch++) {
			if (t.equals(EllSwift.inverse(x, u, branch))) {
				return bytes(d).bytes(HexFormat.of().parseHex(encoding.substring(0, 64)))
					.bytes(new byte[] { (byte) branch });
			}
		}
		throw new IllegalArgumentException("no branch gives this encoding");
	}

	@Override
	public void nextBytes(byte[] bytes) {
		byte[] all = this.script.toByteArray();
		if (this.position + bytes.length > all.length) {
			throw new IllegalStateException("the script has ended");
		}
		System.arraycopy(all, this.position, bytes, 0, bytes.length);
		this.position += bytes.length;
	}

	boolean isUsedUp() {
		return this.position == this.script.size();
	}

}
