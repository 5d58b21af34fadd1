package io.stratum.server;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.Dialect;
import io.stratum.session.SessionFactory;

/**
 * What makes the sessions of each dialect. Immutable.
 *
 * @param factories the factories; that of {@link Dialect#BTCAGENT} makes sessions of
 * Stratum V1 that serve agents, too
 * @param handshakes the encrypted handshakes of Stratum V2; null without that dialect
 */
public record SessionFactories(Map<Dialect, SessionFactory> factories, @Nullable NoiseHandshakes handshakes) {

	/**
	 * Checks that the handshakes are there when they are needed.
	 */
	public SessionFactories {
		factories = Map.copyOf(factories);
		if (handshakes == null && factories.containsKey(Dialect.SV2)) {
			throw new IllegalArgumentException("sessions of " + Dialect.SV2 + " need handshakes");
		}
	}

	/**
	 * Sessions of Stratum V1 only.
	 * @param factory makes them
	 * @return the factories
	 */
	public static SessionFactories sv1(SessionFactory factory) {
		return new SessionFactories(Map.of(Dialect.SV1, factory), null);
	}

	/**
	 * What makes the sessions of a dialect.
	 * @param dialect the dialect
	 * @return the factory
	 * @throws IllegalArgumentException if there is none
	 */
	SessionFactory of(Dialect dialect) {
		SessionFactory factory = this.factories.get(dialect);
		if (factory == null) {
			throw new IllegalArgumentException("dialect: " + dialect + " (expected: " + this.factories.keySet() + ")");
		}
		return factory;
	}

}
