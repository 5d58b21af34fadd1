package io.stratum.autoconfigure;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

import io.stratum.autoconfigure.ListenerProperties.Transport;
import io.stratum.mining.Dialect;
import io.stratum.mining.RejectReason;
import io.stratum.mining.ban.BanRules;
import io.stratum.server.TlsSettings.ClientAuth;

/**
 * Stops the start when a property cannot work, with the reason and the cure.
 */
final class StratumPropertiesValidator {

	private static final Pattern LISTENER_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

	private static final Pattern ORIGIN = Pattern.compile("\\*|[a-z][a-z0-9+.-]*://[^/\\s]+");

	private static final Pattern PATH = Pattern.compile("/[^\\s?#]*");

	private static final Pattern VERSION_MASK = Pattern.compile("[01]?[0-9a-fA-F]{1,7}");

	private static final Pattern POOL_TAG = Pattern.compile("[ -~]{0,64}");

	private static final int MAX_PORT = 65535;

	private final Duration shutdownPhase;

	StratumPropertiesValidator(Duration shutdownPhase) {
		this.shutdownPhase = shutdownPhase;
	}

	static void checkListenerName(String name) {
		check(LISTENER_NAME.matcher(name).matches(), "stratum.listeners", name,
				"names of 1 to 32 lower-case letters, digits and hyphens",
				"Rename the listener '" + name + "', for example to 'tcp'.");
	}

	void validate(StratumProperties properties, Map<String, ListenerProperties> listeners) {
		range("stratum.node-id", properties.getNodeId(), 0, 255);
		validateSession("stratum.session", properties.getSession());
		validateLimits("stratum.limits", properties.getLimits());
		validateDifficulty("stratum.difficulty", properties.getDifficulty());
		validateWebsocket(properties.getWebsocket());
		NodePropertiesValidator.validate(properties.getNode());
		validateMining("stratum.mining", properties.getMining());
		validateSv2("stratum.sv2", properties.getSv2());
		validateAgents("stratum.btcagent", properties.getBtcagent());
		validateBans("stratum.ban", properties.getBan());
		positive("stratum.handler.timeout", properties.getHandler().getTimeout());
		validateShutdown("stratum.shutdown", properties.getShutdown());
		listeners.forEach(this::validateListener);
		validatePorts(listeners);
	}

	private void validateSession(String prefix, SessionProperties session) {
		positive(prefix + ".login-timeout", session.getLoginTimeout());
		positive(prefix + ".idle-timeout", session.getIdleTimeout());
		positive(prefix + ".agent-idle-timeout", session.getAgentIdleTimeout());
		positive(prefix + ".slow-timeout", session.getSlowTimeout());
		positive(prefix + ".call-timeout", session.getCallTimeout());
		size(prefix + ".max-line-length", session.getMaxLineLength(), 512, 1 << 24);
		size(prefix + ".max-frame-length", session.getMaxFrameLength(), 512, 1 << 24);
		size(prefix + ".max-outbound-bytes", session.getMaxOutboundBytes(), 16 << 10, 1 << 30);
		range(prefix + ".max-pending", session.getMaxPending(), 1, 65536);
		range(prefix + ".max-workers", session.getMaxWorkers(), 1, 65536);
	}

	private void validateLimits(String prefix, LimitsProperties limits) {
		range(prefix + ".max-connections", limits.getMaxConnections(), 0, Integer.MAX_VALUE);
		range(prefix + ".max-connections-per-address", limits.getMaxConnectionsPerAddress(), 0, Integer.MAX_VALUE);
		range(prefix + ".connection-rate-per-address", limits.getConnectionRatePerAddress(), 0, Integer.MAX_VALUE);
		range(prefix + ".message-rate-per-session", limits.getMessageRatePerSession(), 0, Integer.MAX_VALUE);
	}

	private void validateDifficulty(String prefix, DifficultyProperties difficulty) {
		double minimum = difficulty.getMinimum();
		double maximum = difficulty.getMaximum();
		double initial = difficulty.getInitial();
		check(minimum > 0 && Double.isFinite(minimum), prefix + ".minimum", number(minimum), "greater than 0");
		check(maximum >= minimum && Double.isFinite(maximum), prefix + ".maximum", number(maximum),
				"not below '" + prefix + ".minimum' of " + number(minimum),
				"Raise '" + prefix + ".maximum' or lower '" + prefix + ".minimum'.");
		check(initial >= minimum && initial <= maximum, prefix + ".initial", number(initial),
				"between '" + prefix + ".minimum' of " + number(minimum) + " and '" + prefix + ".maximum' of "
						+ number(maximum),
				"Set '" + prefix + ".initial' to a value between the two, or move the one that is in the way.");
		positive(prefix + ".target-share-interval", difficulty.getTargetShareInterval());
		positive(prefix + ".retarget-interval", difficulty.getRetargetInterval());
		range(prefix + ".retarget-shares", difficulty.getRetargetShares(), 1, 100_000);
		check(difficulty.getVariance() > 0 && difficulty.getVariance() < 1, prefix + ".variance",
				difficulty.getVariance(), "greater than 0 and less than 1");
	}

	private void validateWebsocket(StratumProperties.Websocket websocket) {
		if (websocket.getMappingPath() != null) {
			path("stratum.websocket.mapping-path", websocket.getMappingPath());
		}
		protocols("stratum.websocket.protocols", websocket.getProtocols());
		String origins = "stratum.websocket.allowed-origins";
		origins(origins, websocket.getAllowedOrigins());
		if (websocket.getMappingPath() == null) {
			String expected = "nothing without 'stratum.websocket.mapping-path'";
			String cure = "Set 'stratum.websocket.mapping-path' to the path of the endpoint, or remove the property.";
			check(websocket.getAllowedOrigins().isEmpty(), origins, websocket.getAllowedOrigins(), expected, cure);
			check(websocket.getProtocols() == null, "stratum.websocket.protocols",
					String.valueOf(websocket.getProtocols()), expected, cure);
		}
	}

	private void validateMining(String prefix, MiningProperties mining) {
		check(POOL_TAG.matcher(mining.getPoolTag()).matches(), prefix + ".pool-tag", "'" + mining.getPoolTag() + "'",
				"at most 64 printable ASCII characters");
		range(prefix + ".extranonce2-size", mining.getExtranonce2Size(), 2, 8);
		check(VERSION_MASK.matcher(mining.getVersionMask()).matches(), prefix + ".version-mask",
				"'" + mining.getVersionMask() + "'", "hexadecimal digits, at most 1fffffff");
		range(prefix + ".confirmations", mining.getConfirmations(), 1, 10_000);
		positive(prefix + ".job-interval", mining.getJobInterval());
		notNegative(prefix + ".job-lifetime", mining.getJobLifetime());
		size(prefix + ".max-coinbase-size", mining.getMaxCoinbaseSize(), 250, 100_000);
		check(mining.getMaxWorkAge().compareTo(mining.getJobInterval()) > 0, prefix + ".max-work-age",
				mining.getMaxWorkAge(), "more than '" + prefix + ".job-interval' of " + mining.getJobInterval(),
				"Raise '" + prefix + ".max-work-age' or lower '" + prefix + ".job-interval'.");
		notNegative(prefix + ".acknowledge-delay", mining.getAcknowledgeDelay());
		check(mining.getAcknowledgeTimeout().compareTo(mining.getAcknowledgeDelay()) > 0,
				prefix + ".acknowledge-timeout", mining.getAcknowledgeTimeout(),
				"more than '" + prefix + ".acknowledge-delay' of " + mining.getAcknowledgeDelay(),
				"Raise '" + prefix + ".acknowledge-timeout' or lower '" + prefix + ".acknowledge-delay'.");
		range(prefix + ".acknowledge-batch-size", mining.getAcknowledgeBatchSize(), 1, 1_000_000);
		range(prefix + ".acknowledge-max-pending", mining.getAcknowledgeMaxPending(), 1, 10_000_000);
		notNegative(prefix + ".resume-timeout", mining.getResumeTimeout());
		range(prefix + ".max-resumable", mining.getMaxResumable(), 0, 10_000_000);
		positive(prefix + ".poll-interval", mining.getPollInterval());
		positive(prefix + ".policy-timeout", mining.getPolicyTimeout());
		range(prefix + ".policy-threads", mining.getPolicyThreads(), 1, 10_000);
	}

	private void validateSv2(String prefix, Sv2Properties sv2) {
		check(sv2.getAuthoritySecretKey() == null || sv2.getAuthorityKeyFile() == null, prefix + ".authority-key-file",
				String.valueOf(sv2.getAuthorityKeyFile()), "nothing with '" + prefix + ".authority-secret-key'",
				"Remove one of the two properties.");
		check(sv2.getCertificateValidity().toSeconds() >= 60, prefix + ".certificate-validity",
				sv2.getCertificateValidity(), "at least PT1M");
		range(prefix + ".share-batch-size", sv2.getShareBatchSize(), 1, 10_000);
		notNegative(prefix + ".share-batch-interval", sv2.getShareBatchInterval());
		range(prefix + ".max-channels", sv2.getMaxChannels(), 1, 65536);
		range(prefix + ".handshake-threads", sv2.getHandshakeThreads(), 1, 256);
		range(prefix + ".max-waiting-handshakes", sv2.getMaxWaitingHandshakes(), 1, 1_000_000);
		positive(prefix + ".handshake-timeout", sv2.getHandshakeTimeout());
	}

	private void validateAgents(String prefix, BtcagentProperties agents) {
		agents.getUserAgentPrefixes()
			.forEach((text) -> check(!text.isBlank(), prefix + ".user-agent-prefixes", "'" + text + "'",
					"texts that are not empty, as each client would be an agent"));
		size(prefix + ".max-frame-length", agents.getMaxFrameLength(), 64, 0xffff);
		range(prefix + ".max-workers", agents.getMaxWorkers(), 1, 0xffff);
		range(prefix + ".max-pending", agents.getMaxPending(), 1, 65536);
	}

	private void validateBans(String prefix, BanProperties ban) {
		positive(prefix + ".duration", ban.getDuration());
		validateInvalidShares(prefix, ban);
		range(prefix + ".malformed-connections", ban.getMalformedConnections(), 0, 1_000_000);
		range(prefix + ".failed-logins", ban.getFailedLogins(), 0, 1_000_000);
		range(prefix + ".failed-logins-per-address", ban.getFailedLoginsPerAddress(), 0, 1_000_000);
		range(prefix + ".banned-workers", ban.getBannedWorkers(), 0, 1_000_000);
		positive(prefix + ".interval", ban.getInterval());
		check(ban.isEnabled() || ban.getDenyList().isEmpty(), prefix + ".deny-list", ban.getDenyList(),
				"nothing while '" + prefix + ".enabled' is false",
				"Remove the list, or set '" + prefix + ".enabled' to true.");
		range(prefix + ".ipv6-prefix-length", ban.getIpv6PrefixLength(), 32, 128);
		range(prefix + ".max-bans", ban.getMaxBans(), 1, 100_000);
		positive(prefix + ".refresh-interval", ban.getRefreshInterval());
		positive(prefix + ".store-timeout", ban.getStoreTimeout());
	}

	private void validateInvalidShares(String prefix, BanProperties ban) {
		range(prefix + ".check-shares", ban.getCheckShares(), 0, 1_000_000);
		double percent = ban.getInvalidPercent();
		check(percent > 0 && percent <= 100, prefix + ".invalid-percent", percent, "greater than 0 and at most 100");
		check(!ban.getInvalidReasons().isEmpty(), prefix + ".invalid-reasons", "none", "at least one reason",
				"Name the reasons that count, or set '" + prefix
						+ ".check-shares' to 0 to judge nobody by its shares.");
		check(ban.getInvalidReasons().stream().allMatch(BanRules::mayCount), prefix + ".invalid-reasons",
				ban.getInvalidReasons(),
				"some of " + Stream.of(RejectReason.values()).filter(BanRules::mayCount).toList(),
				"Remove the others: they are the server's own, or name no worker.");
	}

	private void protocols(String property, @Nullable Set<Dialect> protocols) {
		check(protocols == null || !protocols.isEmpty(), property, "none", "at least one of sv1, sv2 and btcagent",
				"Name the dialects to serve, or remove the property to serve all that the application can handle.");
	}

	private void validateShutdown(String prefix, StratumProperties.Shutdown shutdown) {
		notNegative(prefix + ".grace-period", shutdown.getGracePeriod());
		check(shutdown.getGracePeriod().compareTo(this.shutdownPhase) < 0, prefix + ".grace-period",
				shutdown.getGracePeriod(),
				"less than 'spring.lifecycle.timeout-per-shutdown-phase' of " + this.shutdownPhase,
				"Lower '" + prefix + ".grace-period' or raise 'spring.lifecycle.timeout-per-shutdown-phase'.");
		range(prefix + ".reconnect-port", shutdown.getReconnectPort(), 0, MAX_PORT);
		notNegative(prefix + ".reconnect-wait", shutdown.getReconnectWait());
	}

	private void validateListener(String name, ListenerProperties listener) {
		String prefix = StratumSettings.LISTENERS + "." + name;
		range(prefix + ".port", listener.getPort(), 0, MAX_PORT);
		validateSession(prefix + ".session", listener.getSession());
		validateLimits(prefix + ".limits", listener.getLimits());
		validateDifficulty(prefix + ".difficulty", listener.getDifficulty());
		protocols(prefix + ".protocols", listener.getProtocols());
		path(prefix + ".path", listener.getPath());
		origins(prefix + ".allowed-origins", listener.getAllowedOrigins());
		if (listener.getTransport() == Transport.TCP) {
			String cure = "Set '" + prefix + ".transport' to 'websocket', or remove the property.";
			check(listener.getPath().equals("/"), prefix + ".path", listener.getPath(),
					"nothing for the transport 'tcp'", cure);
			check(listener.getAllowedOrigins().isEmpty(), prefix + ".allowed-origins", listener.getAllowedOrigins(),
					"nothing for the transport 'tcp'", cure);
			check(!listener.isCompress(), prefix + ".compress", "true", "nothing for the transport 'tcp'", cure);
		}
		check(listener.getSsl().getBundle() != null || listener.getSsl().getClientAuth() == ClientAuth.NONE,
				prefix + ".ssl.client-auth", listener.getSsl().getClientAuth(), "nothing without an SSL bundle",
				"Set '" + prefix + ".ssl.bundle' to the name of an SSL bundle.");
	}

	private void validatePorts(Map<String, ListenerProperties> listeners) {
		Map<String, ListenerProperties> seen = new LinkedHashMap<>();
		listeners.forEach((name, listener) -> {
			seen.forEach((otherName, other) -> check(!collide(listener, other),
					StratumSettings.LISTENERS + "." + name + ".port", listener.getPort(),
					"a port that the listener '" + otherName + "' does not have",
					"Give each listener a port of its own."));
			seen.put(name, listener);
		});
	}

	private boolean collide(ListenerProperties one, ListenerProperties other) {
		return one.getPort() != 0 && one.getPort() == other.getPort() && overlap(one.getAddress(), other.getAddress());
	}

	private static boolean overlap(@Nullable InetAddress one, @Nullable InetAddress other) {
		return one == null || other == null || one.isAnyLocalAddress() || other.isAnyLocalAddress()
				|| one.equals(other);
	}

	private void origins(String property, List<String> origins) {
		origins.forEach((origin) -> check(ORIGIN.matcher(origin).matches(), property, "'" + origin + "'",
				"origins such as 'https://pool.example', or '*'"));
	}

	private void path(String property, String path) {
		check(PATH.matcher(path).matches(), property, "'" + path + "'", "a path that starts with '/'");
	}

	private static void positive(String property, Duration value) {
		check(!value.isNegative() && !value.isZero(), property, value, "greater than 0");
	}

	private static void notNegative(String property, Duration value) {
		check(!value.isNegative(), property, value, "not negative");
	}

	private static void size(String property, DataSize value, long minimum, long maximum) {
		check(value.toBytes() >= minimum && value.toBytes() <= maximum, property, value,
				"between " + minimum + "B and " + maximum + "B");
	}

	private static void range(String property, long value, long minimum, long maximum) {
		check(value >= minimum && value <= maximum, property, value, "between " + minimum + " and " + maximum);
	}

	private static String number(double value) {
		boolean whole = Math.rint(value) == value && Math.abs(value) < Long.MAX_VALUE;
		if (whole || !Double.isFinite(value)) {
			return whole ? Long.toString((long) value) : Double.toString(value);
		}
		return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
	}

	private static void check(boolean valid, String property, Object value, String expected) {
		if (!valid) {
			throw new InvalidPropertyException(property, value, expected);
		}
	}

	private static void check(boolean valid, String property, Object value, String expected, String cure) {
		if (!valid) {
			throw new InvalidPropertyException(property, value, expected, cure);
		}
	}

}
