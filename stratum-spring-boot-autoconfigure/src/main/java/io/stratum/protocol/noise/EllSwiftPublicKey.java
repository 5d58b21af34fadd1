package io.stratum.protocol.noise;

import org.bouncycastle.math.ec.ECPoint;

/**
 * A key of the other side: as it came, and what it means.
 *
 * @param encoding the 64 bytes, not copied
 * @param point the point, with one of its two y
 */
record EllSwiftPublicKey(byte[] encoding, ECPoint point) {

	static EllSwiftPublicKey decode(byte[] encoding) {
		return new EllSwiftPublicKey(encoding, EllSwift.decode(encoding, 0));
	}

	/**
	 * The x-only form, 32 bytes.
	 */
	byte[] xOnly() {
		return this.point.getAffineXCoord().getEncoded();
	}

}
