package io.stratum.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.stratum.mining.RejectReason;

/**
 * Who is banned, when and for how long.
 */
public class BanProperties {

	/**
	 * Whether anybody is banned or denied.
	 */
	private boolean enabled = true;

	/**
	 * How long a ban lasts.
	 */
	private Duration duration = Duration.ofMinutes(10);

	/**
	 * After how many shares a worker is judged, each time anew; 0 for never.
	 */
	private int checkShares = 500;

	/**
	 * Which part of these shares must be invalid, in percent, to ban the worker at its
	 * address.
	 */
	private double invalidPercent = 50;

	/**
	 * Reasons for which a refused share is invalid; one that is refused for another
	 * reason does not count at all.
	 */
	private Set<RejectReason> invalidReasons = EnumSet.of(RejectReason.LOW_DIFFICULTY, RejectReason.DUPLICATE,
			RejectReason.MALFORMED, RejectReason.EXTRANONCE_LENGTH, RejectReason.VERSION_MASK,
			RejectReason.TIME_TOO_OLD, RejectReason.TIME_TOO_NEW);

	/**
	 * How many connections of an address may be closed for malformed messages, within the
	 * interval, until the address is banned; 0 for any number. Never fewer than miners
	 * that mine from the address.
	 */
	private int malformedConnections = 30;

	/**
	 * How often a worker may be refused by the authenticator, within the interval, until
	 * it is banned at its address; 0 for any number.
	 */
	private int failedLogins = 20;

	/**
	 * How many different workers of an address may be refused by the authenticator,
	 * within the interval, until the address is banned; 0 for any number. Never fewer
	 * than miners that mine from the address.
	 */
	private int failedLoginsPerAddress = 100;

	/**
	 * How many workers of an address may be banned, within the interval, until the
	 * address is; 0 for any number. Never fewer than miners that mine from the address.
	 */
	private int bannedWorkers = 10;

	/**
	 * Time within which malformed connections, failed logins and banned workers are
	 * counted.
	 */
	private Duration interval = Duration.ofMinutes(10);

	/**
	 * Addresses and networks that are never banned, such as "192.0.2.1" or
	 * "2001:db8::/32"; they win over the deny list.
	 */
	private List<String> allowList = new ArrayList<>();

	/**
	 * Addresses and networks that may not connect.
	 */
	private List<String> denyList = new ArrayList<>();

	/**
	 * Whether loopback addresses are never banned, as those of a proxy on the same
	 * machine.
	 */
	private boolean exemptLoopback = true;

	/**
	 * How many leading bits of an IPv6 address are banned with it, as its owner has all
	 * addresses that begin so.
	 */
	private int ipv6PrefixLength = 64;

	/**
	 * Most bans at the same time; those that end first make room for new ones.
	 */
	private int maxBans = 10_000;

	/**
	 * How often the bans in the store are loaded, which other servers may have changed.
	 */
	private Duration refreshInterval = Duration.ofSeconds(10);

	/**
	 * How long a call of the store may take.
	 */
	private Duration storeTimeout = Duration.ofSeconds(5);

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Duration getDuration() {
		return this.duration;
	}

	public void setDuration(Duration duration) {
		this.duration = duration;
	}

	public int getCheckShares() {
		return this.checkShares;
	}

	public void setCheckShares(int checkShares) {
		this.checkShares = checkShares;
	}

	public double getInvalidPercent() {
		return this.invalidPercent;
	}

	public void setInvalidPercent(double invalidPercent) {
		this.invalidPercent = invalidPercent;
	}

	public Set<RejectReason> getInvalidReasons() {
		return this.invalidReasons;
	}

	public void setInvalidReasons(Set<RejectReason> invalidReasons) {
		this.invalidReasons = invalidReasons;
	}

	public int getMalformedConnections() {
		return this.malformedConnections;
	}

	public void setMalformedConnections(int malformedConnections) {
		this.malformedConnections = malformedConnections;
	}

	public int getFailedLogins() {
		return this.failedLogins;
	}

	public void setFailedLogins(int failedLogins) {
		this.failedLogins = failedLogins;
	}

	public int getFailedLoginsPerAddress() {
		return this.failedLoginsPerAddress;
	}

	public void setFailedLoginsPerAddress(int failedLoginsPerAddress) {
		this.failedLoginsPerAddress = failedLoginsPerAddress;
	}

	public int getBannedWorkers() {
		return this.bannedWorkers;
	}

	public void setBannedWorkers(int bannedWorkers) {
		this.bannedWorkers = bannedWorkers;
	}

	public Duration getInterval() {
		return this.interval;
	}

	public void setInterval(Duration interval) {
		this.interval = interval;
	}

	public List<String> getAllowList() {
		return this.allowList;
	}

	public void setAllowList(List<String> allowList) {
		this.allowList = allowList;
	}

	public List<String> getDenyList() {
		return this.denyList;
	}

	public void setDenyList(List<String> denyList) {
		this.denyList = denyList;
	}

	public boolean isExemptLoopback() {
		return this.exemptLoopback;
	}

	public void setExemptLoopback(boolean exemptLoopback) {
		this.exemptLoopback = exemptLoopback;
	}

	public int getIpv6PrefixLength() {
		return this.ipv6PrefixLength;
	}

	public void setIpv6PrefixLength(int ipv6PrefixLength) {
		this.ipv6PrefixLength = ipv6PrefixLength;
	}

	public int getMaxBans() {
		return this.maxBans;
	}

	public void setMaxBans(int maxBans) {
		this.maxBans = maxBans;
	}

	public Duration getRefreshInterval() {
		return this.refreshInterval;
	}

	public void setRefreshInterval(Duration refreshInterval) {
		this.refreshInterval = refreshInterval;
	}

	public Duration getStoreTimeout() {
		return this.storeTimeout;
	}

	public void setStoreTimeout(Duration storeTimeout) {
		this.storeTimeout = storeTimeout;
	}

}
