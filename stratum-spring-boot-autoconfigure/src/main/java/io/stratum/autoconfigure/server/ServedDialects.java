package io.stratum.autoconfigure.server;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.core.io.ClassPathResource;

import io.stratum.autoconfigure.StratumSettings;
import io.stratum.mining.Dialect;
import io.stratum.protocol.btcagent.AgentMessage;
import io.stratum.protocol.sv2.Sv2Message;
import io.stratum.session.MessageHandlers;

/**
 * Which dialects each listener serves: those it names, which must be possible, or all
 * that there are handlers for.
 */
final class ServedDialects {

	/**
	 * Not loaded to see if it is there: the first class of a signed archive takes long.
	 */
	static final String CRYPTOGRAPHY = "org/bouncycastle/math/ec/ECPoint.class";

	private final Map<String, Set<Dialect>> listeners = new TreeMap<>();

	private final MessageHandlers handlers;

	private final boolean cryptography;

	ServedDialects(StratumSettings settings, MessageHandlers handlers, @Nullable ClassLoader classLoader) {
		this.handlers = handlers;
		this.cryptography = new ClassPathResource(CRYPTOGRAPHY, classLoader).exists();
		settings.listeners()
			.forEach((name, listener) -> this.listeners.put(name,
					served("stratum.listeners." + name + ".protocols", listener.getProtocols())));
		if (settings.properties().getWebsocket().getMappingPath() != null) {
			this.listeners.put(ListenerSettingsFactory.MAPPED,
					served("stratum.websocket.protocols", settings.properties().getWebsocket().getProtocols()));
		}
	}

	/**
	 * The dialects of a listener.
	 * @param name its name
	 * @return the dialects, at least one
	 */
	Set<Dialect> of(String name) {
		Set<Dialect> dialects = this.listeners.get(name);
		if (dialects == null) {
			throw new IllegalArgumentException("listener: " + name + " (expected: " + this.listeners.keySet() + ")");
		}
		return dialects;
	}

	/**
	 * Whether a listener serves a dialect.
	 * @param dialect the dialect
	 * @return true if there is one
	 */
	boolean anywhere(Dialect dialect) {
		return this.listeners.values().stream().anyMatch((dialects) -> dialects.contains(dialect));
	}

	private Set<Dialect> served(String property, @Nullable Set<Dialect> named) {
		if (named != null) {
			named.forEach((dialect) -> require(property, dialect));
			return named;
		}
		Set<Dialect> possible = EnumSet.allOf(Dialect.class);
		possible.removeIf((dialect) -> !isHandled(dialect) || (dialect == Dialect.SV2 && !this.cryptography));
		return possible.isEmpty() ? Set.of(Dialect.SV1) : possible;
	}

	private boolean isHandled(Dialect dialect) {
		return switch (dialect) {
			case SV1 -> !this.handlers.methods().isEmpty();
			case SV2 -> this.handlers.handlesAny(Sv2Message.class);
			case BTCAGENT -> this.handlers.handlesAny(AgentMessage.class);
		};
	}

	private void require(String property, Dialect dialect) {
		if (dialect == Dialect.SV1) {
			return;
		}
		String name = dialect.name().toLowerCase(Locale.ROOT);
		if (!isHandled(dialect)) {
			throw new FailureAnalyzedException(
					"Property '" + property + "' names " + name + ", but nothing handles its messages.",
					"Declare a BlockTemplateSource bean to mine, or a @StratumController bean with a @StratumMapping "
							+ "method that takes a message of io.stratum.protocol." + name + ", or remove " + name
							+ " from the property.");
		}
		if (dialect == Dialect.SV2 && !this.cryptography) {
			throw new FailureAnalyzedException(
					"Property '" + property + "' names sv2, but org.bouncycastle:bcprov-jdk18on is not on the class "
							+ "path.",
					"Add the dependency 'org.bouncycastle:bcprov-jdk18on', or remove sv2 from the property.");
		}
	}

}
