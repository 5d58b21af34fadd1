package io.stratum.ban;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

import io.stratum.mining.ban.IpNetwork;

/**
 * What is configured about bans, besides the rules of the policy.
 *
 * @param duration how long an operator's ban lasts if nothing else is said
 * @param allowed addresses that are never banned
 * @param denied addresses that are never let in, except those that are allowed
 * @param exemptLoopback whether loopback addresses are never banned either
 * @param ipv6PrefixLength how many bits of an IPv6 address stand for its owner
 * @param maxBans how many bans there are at most
 * @param refreshInterval how often the bans of the store are loaded
 * @param storeTimeout how long the store may take
 */
public record BanSettings(Duration duration, List<IpNetwork> allowed, List<IpNetwork> denied, boolean exemptLoopback,
		int ipv6PrefixLength, int maxBans, Duration refreshInterval, Duration storeTimeout) {

	/**
	 * Copies the lists.
	 */
	public BanSettings {
		allowed = List.copyOf(allowed);
		denied = List.copyOf(denied);
	}

	/**
	 * Whether an address, or all of a network, is never banned.
	 * @param network the address or network
	 * @return true if it is allowed, or loopback where that is exempt
	 */
	public boolean isExempt(IpNetwork network) {
		return (this.exemptLoopback && network.isLoopback()) || isIn(this.allowed, network);
	}

	boolean isDenied(IpNetwork address) {
		return isIn(this.denied, address);
	}

	/**
	 * What stands for the owner of an address: the address itself, or the network that an
	 * owner of IPv6 addresses has.
	 */
	IpNetwork source(InetAddress address) {
		return IpNetwork.ofOwner(address, this.ipv6PrefixLength);
	}

	private static boolean isIn(List<IpNetwork> networks, IpNetwork network) {
		for (int i = 0; i < networks.size(); i++) {
			if (networks.get(i).contains(network)) {
				return true;
			}
		}
		return false;
	}

}
