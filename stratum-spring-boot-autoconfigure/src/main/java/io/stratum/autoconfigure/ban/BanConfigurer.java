package io.stratum.autoconfigure.ban;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.stratum.autoconfigure.BanProperties;
import io.stratum.autoconfigure.InvalidPropertyException;
import io.stratum.ban.BanSettings;
import io.stratum.mining.RejectReason;
import io.stratum.mining.ban.BanRules;
import io.stratum.mining.ban.IpNetwork;

/**
 * Makes settings and rules from the properties, and stops the start when one cannot work.
 */
final class BanConfigurer {

	private static final String PREFIX = "stratum.ban";

	/** The reasons that are a worker's own doing, or may be. */
	private static final Set<RejectReason> BLAMEWORTHY = EnumSet.of(RejectReason.LOW_DIFFICULTY, RejectReason.DUPLICATE,
			RejectReason.MALFORMED, RejectReason.EXTRANONCE_LENGTH, RejectReason.VERSION_MASK,
			RejectReason.TIME_TOO_OLD, RejectReason.TIME_TOO_NEW, RejectReason.STALE, RejectReason.JOB_NOT_FOUND);

	private final BanProperties properties;

	BanConfigurer(BanProperties properties) {
		this.properties = properties;
	}

	BanSettings settings() {
		BanProperties ban = this.properties;
		positive("duration", ban.getDuration());
		positive("refresh-interval", ban.getRefreshInterval());
		positive("store-timeout", ban.getStoreTimeout());
		range("ipv6-prefix-length", ban.getIpv6PrefixLength(), 32, 128);
		range("max-bans", ban.getMaxBans(), 1, 100_000);
		List<IpNetwork> allowed = networks("allow-list", ban.getAllowList());
		List<IpNetwork> denied = networks("deny-list", ban.getDenyList());
		BanSettings settings = new BanSettings(ban.getDuration(), allowed, denied, ban.isExemptLoopback(),
				ban.getIpv6PrefixLength(), ban.getMaxBans(), ban.getRefreshInterval(), ban.getStoreTimeout());
		for (IpNetwork network : denied) {
			check(!settings.isExempt(network), "deny-list", network,
					"nothing that '" + PREFIX + ".allow-list' or '" + PREFIX + ".exempt-loopback' lets in",
					"Remove it from one of the two.");
		}
		check(ban.isEnabled() || denied.isEmpty(), "deny-list", denied,
				"nothing while '" + PREFIX + ".enabled' is false",
				"Remove the list, or set '" + PREFIX + ".enabled' to true.");
		return settings;
	}

	BanRules rules() {
		BanProperties ban = this.properties;
		range("check-shares", ban.getCheckShares(), 0, 1_000_000);
		double percent = ban.getInvalidPercent();
		check(percent > 0 && percent <= 100, "invalid-percent", percent, "greater than 0 and at most 100");
		check(!ban.getInvalidReasons().isEmpty(), "invalid-reasons", "none", "at least one reason",
				"Name the reasons that count, or set '" + PREFIX
						+ ".check-shares' to 0 to judge nobody by its shares.");
		check(BLAMEWORTHY.containsAll(ban.getInvalidReasons()), "invalid-reasons", ban.getInvalidReasons(),
				"some of " + BLAMEWORTHY, "Remove the others: they are the server's own, or name no worker.");
		range("malformed-connections", ban.getMalformedConnections(), 0, 1_000_000);
		range("failed-logins", ban.getFailedLogins(), 0, 1_000_000);
		range("banned-workers", ban.getBannedWorkers(), 0, 1_000_000);
		positive("interval", ban.getInterval());
		return new BanRules(ban.getDuration(), ban.getCheckShares(), percent, ban.getInvalidReasons(),
				ban.getMalformedConnections(), ban.getFailedLogins(), ban.getBannedWorkers(), ban.getInterval());
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

	private static void positive(String key, Duration value) {
		check(!value.isNegative() && !value.isZero(), key, value, "greater than 0");
	}

	private static void range(String key, int value, int minimum, int maximum) {
		check(value >= minimum && value <= maximum, key, value, "between " + minimum + " and " + maximum);
	}

	private static void check(boolean valid, String key, Object value, String expected) {
		if (!valid) {
			throw new InvalidPropertyException(PREFIX + "." + key, value, expected);
		}
	}

	private static void check(boolean valid, String key, Object value, String expected, String cure) {
		if (!valid) {
			throw new InvalidPropertyException(PREFIX + "." + key, value, expected, cure);
		}
	}

}
