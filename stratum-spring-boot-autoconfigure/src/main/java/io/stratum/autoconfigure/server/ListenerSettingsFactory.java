package io.stratum.autoconfigure.server;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.unit.DataSize;

import io.stratum.autoconfigure.BtcagentProperties;
import io.stratum.autoconfigure.DifficultyProperties;
import io.stratum.autoconfigure.InvalidPropertyException;
import io.stratum.autoconfigure.LimitsProperties;
import io.stratum.autoconfigure.ListenerProperties;
import io.stratum.autoconfigure.ListenerProperties.Transport;
import io.stratum.autoconfigure.SessionProperties;
import io.stratum.autoconfigure.StratumProperties;
import io.stratum.mining.vardiff.DifficultyLimits;
import io.stratum.server.ListenerSettings;
import io.stratum.server.ListenerSettings.ProtocolSettings;
import io.stratum.server.ListenerSettings.WebSocketSettings;
import io.stratum.server.TlsSettings;
import io.stratum.session.SessionSettings;
import io.stratum.session.SessionSettings.AgentLimits;

/**
 * Makes the settings of listeners from their properties.
 */
final class ListenerSettingsFactory {

	/** The name of the listener on the web server of the application. */
	static final String MAPPED = "web";

	private final StratumProperties properties;

	private final ServedDialects dialects;

	private final SslBundles bundles;

	ListenerSettingsFactory(StratumProperties properties, ServedDialects dialects, SslBundles bundles) {
		this.properties = properties;
		this.dialects = dialects;
		this.bundles = bundles;
	}

	ListenerSettings create(String name, ListenerProperties listener) {
		String address = (listener.getAddress() != null) ? listener.getAddress().getHostAddress() : "0.0.0.0";
		LimitsProperties limits = listener.getLimits();
		return new ListenerSettings(name, address, listener.getPort(), webSocket(listener),
				tls(name, listener.getSsl()), protocols(name, this.properties, this.dialects),
				limits.getMaxConnections(), limits.getMaxConnectionsPerAddress(), limits.getConnectionRatePerAddress(),
				session(listener.getSession(), limits, listener.getDifficulty(), this.properties.getBtcagent()));
	}

	static ListenerSettings mapped(StratumProperties properties, ServedDialects dialects) {
		LimitsProperties limits = properties.getLimits();
		SessionProperties session = properties.getSession();
		return new ListenerSettings(MAPPED, "", 0, null, null, protocols(MAPPED, properties, dialects),
				limits.getMaxConnections(), limits.getMaxConnectionsPerAddress(), limits.getConnectionRatePerAddress(),
				session(session, limits, properties.getDifficulty(), properties.getBtcagent()));
	}

	static WebSocketSettings webSocket(String path, StratumProperties properties) {
		return new WebSocketSettings(path, properties.getWebsocket().getAllowedOrigins(), false,
				bytes(properties.getSession().getMaxFrameLength()));
	}

	private static ProtocolSettings protocols(String name, StratumProperties properties, ServedDialects dialects) {
		return new ProtocolSettings(dialects.of(name), properties.getSv2().isPlaintext());
	}

	private static @Nullable WebSocketSettings webSocket(ListenerProperties listener) {
		if (listener.getTransport() != Transport.WEBSOCKET) {
			return null;
		}
		return new WebSocketSettings(listener.getPath(), List.copyOf(listener.getAllowedOrigins()),
				listener.isCompress(), bytes(listener.getSession().getMaxFrameLength()));
	}

	private @Nullable TlsSettings tls(String name, ListenerProperties.Ssl ssl) {
		String bundle = ssl.getBundle();
		if (bundle == null) {
			return null;
		}
		if (!this.bundles.getBundleNames().contains(bundle)) {
			throw new InvalidPropertyException("stratum.listeners." + name + ".ssl.bundle", "'" + bundle + "'",
					"one of the SSL bundles " + this.bundles.getBundleNames(),
					"Define the bundle under 'spring.ssl.bundle', or correct its name.");
		}
		return new SslBundleTlsSettings(this.bundles, bundle, ssl.getClientAuth());
	}

	private static SessionSettings session(SessionProperties session, LimitsProperties limits,
			DifficultyProperties difficulty, BtcagentProperties agents) {
		return new SessionSettings(session.getLoginTimeout(), session.getIdleTimeout(),
				bytes(session.getMaxLineLength()), bytes(session.getMaxOutboundBytes()), session.getSlowTimeout(),
				session.getMaxPending(), session.getMaxWorkers(), limits.getMessageRatePerSession(),
				session.getCallTimeout(), difficulty(difficulty), new AgentLimits(session.getAgentIdleTimeout(),
						bytes(agents.getMaxFrameLength()), agents.getMaxWorkers(), agents.getMaxPending()));
	}

	private static DifficultyLimits difficulty(DifficultyProperties difficulty) {
		return new DifficultyLimits(difficulty.isVariable(), difficulty.getInitial(), difficulty.getMinimum(),
				difficulty.getMaximum(), difficulty.getTargetShareInterval(), difficulty.getRetargetInterval(),
				difficulty.getRetargetShares(), difficulty.getVariance(), difficulty.isPowerOfTwo());
	}

	private static int bytes(DataSize size) {
		return Math.toIntExact(size.toBytes());
	}

}
