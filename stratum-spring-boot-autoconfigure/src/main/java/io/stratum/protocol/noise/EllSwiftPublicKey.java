package io.stratum.protocol.noise;

import io.stratum.protocol.secp256k1.Comb;
import io.stratum.protocol.secp256k1.EllSwift;
import io.stratum.protocol.secp256k1.XOnlyPoint;

/**
 * A key of the other side: as it came, and what it means.
 *
 * @param encoding the 64 bytes, not copied
 * @param point the point
 * @param multiples the table to multiply it with
 */
record EllSwiftPublicKey(byte[] encoding, XOnlyPoint point, Comb multiples) {

	static EllSwiftPublicKey decode(byte[] encoding) {
		XOnlyPoint point = EllSwift.decode(encoding, 0);
		return new EllSwiftPublicKey(encoding, point, Comb.of(point));
	}

	/**
	 * The x-only form, 32 bytes.
	 */
	byte[] xOnly() {
		return this.point.toByteArray();
	}

}
