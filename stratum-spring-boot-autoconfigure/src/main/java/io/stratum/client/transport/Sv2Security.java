package io.stratum.client.transport;

import org.jspecify.annotations.Nullable;

import io.stratum.protocol.noise.AuthorityPublicKey;

/**
 * How connections of Stratum V2 are protected.
 *
 * @param encrypted whether a Noise handshake comes first
 * @param authority who has to vouch for the server, or null to trust any
 */
public record Sv2Security(boolean encrypted, @Nullable AuthorityPublicKey authority) {

	/**
	 * Noise with a server that an authority vouches for: what
	 * {@code stratum2+tcp://host:port/<key>} means.
	 * @param authority the authority's key
	 * @return the security
	 */
	public static Sv2Security noise(AuthorityPublicKey authority) {
		return new Sv2Security(true, authority);
	}

	/**
	 * Noise with any server. Whoever sits in between can take over the connection.
	 * @return the security
	 */
	public static Sv2Security uncheckedNoise() {
		return new Sv2Security(true, null);
	}

	/**
	 * No Noise: for networks that are trusted, or below TLS.
	 * @return the security
	 */
	public static Sv2Security plaintext() {
		return new Sv2Security(false, null);
	}

}
