package io.stratum.autoconfigure.ban;

import java.util.ArrayList;
import java.util.List;

import io.stratum.autoconfigure.BanProperties;
import io.stratum.autoconfigure.InvalidPropertyException;
import io.stratum.ban.BanSettings;
import io.stratum.mining.ban.BanRules;
import io.stratum.mining.ban.IpNetwork;

/**
 * Makes settings and rules from the properties, which were validated but for the lists of
 * addresses: these stop the start here when they cannot work.
 */
final class BanConfigurer {

	private static final String PREFIX = "stratum.ban";

	private final BanProperties properties;

	BanConfigurer(BanProperties properties) {
		this.properties = properties;
	}

	BanSettings settings() {
		BanProperties ban = this.properties;
		List<IpNetwork> allowed = networks("allow-list", ban.getAllowList());
		List<IpNetwork> denied = networks("deny-list", ban.getDenyList());
		BanSettings settings = new BanSettings(ban.getDuration(), allowed, denied, ban.isExemptLoopback(),
				ban.getIpv6PrefixLength(), ban.getMaxBans(), ban.getRefreshInterval(), ban.getStoreTimeout());
		for (IpNetwork network : denied) {
			if (settings.isExempt(network)) {
				throw new InvalidPropertyException(PREFIX + ".deny-list", network,
						"nothing that '" + PREFIX + ".allow-list' or '" + PREFIX + ".exempt-loopback' lets in",
						"Remove it from one of the two.");
			}
		}
		return settings;
	}

	BanRules rules() {
		BanProperties ban = this.properties;
		return new BanRules(ban.getDuration(), ban.getCheckShares(), ban.getInvalidPercent(), ban.getInvalidReasons(),
				ban.getMalformedConnections(), ban.getFailedLogins(), ban.getFailedLoginsPerAddress(),
				ban.getBannedWorkers(), ban.getInterval());
	}

	private static List<IpNetwork> networks(String key, List<String> texts) {
		List<IpNetwork> networks = new ArrayList<>();
		for (String text : texts) {
			try {
				networks.add(IpNetwork.parse(text.strip()));
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidPropertyException(PREFIX + "." + key, "'" + text + "'",
						"addresses and networks in CIDR notation",
						"Correct the entry: " + ex.getMessage() + ". Host names are not looked up.");
			}
		}
		return networks;
	}

}
