package io.stratum.protocol.secp256k1;

import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Gives bytes that were written down before, and no others.
 */
public final class ScriptedRandom extends SecureRandom {

	private final ByteArrayOutputStream script = new ByteArrayOutputStream();

	private int position;

	public ScriptedRandom bytes(byte[] bytes) {
		this.script.writeBytes(bytes);
		return this;
	}

	/**
	 * What makes a key pair with this secret and this encoding.
	 */
	public ScriptedRandom keyPair(String secret, String encoding) {
		byte[] d = HexFormat.of().parseHex(secret);
		byte[] bytes = HexFormat.of().parseHex(encoding);
		FieldElement x = Comb.base().multiply(Scalar.of(d)).x();
		FieldElement u = FieldElement.of(bytes, 0);
		FieldElement t = FieldElement.of(bytes, 32);
		for (int branch = 0; branch < 8; branch++) {
			FieldElement inverse = EllSwift.inverse(x, u, branch);
			if (inverse != null && inverse.minus(t).isZero()) {
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

	public boolean isUsedUp() {
		return this.position == this.script.size();
	}

}
