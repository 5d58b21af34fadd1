package io.stratum.engine;

import java.net.InetAddress;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.ban.IpNetwork;

/**
 * Whose turn it is in the rooms of the engine that peers fill.
 */
final class Turns {

	/** What an owner of IPv6 addresses has at least. */
	private static final int IPV6_PREFIX_LENGTH = 64;

	private Turns() {
	}

	/** Who has an address; all that are unknown are one. */
	static Object ownerOf(@Nullable InetAddress address) {
		return (address != null) ? IpNetwork.ofOwner(address, IPV6_PREFIX_LENGTH) : "unknown";
	}

}
