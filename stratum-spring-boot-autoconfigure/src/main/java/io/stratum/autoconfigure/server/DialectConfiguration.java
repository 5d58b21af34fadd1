package io.stratum.autoconfigure.server;

import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnResource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.io.ResourceLoader;

import io.stratum.autoconfigure.BtcagentProperties;
import io.stratum.autoconfigure.SessionObservers;
import io.stratum.autoconfigure.StratumSettings;
import io.stratum.autoconfigure.Sv2Properties;
import io.stratum.engine.MiningEngine;
import io.stratum.mining.Dialect;
import io.stratum.server.NoiseHandshakes;
import io.stratum.server.NoiseSettings;
import io.stratum.server.SessionFactories;
import io.stratum.session.MessageHandlers;
import io.stratum.session.ReconnectNotice;
import io.stratum.session.SessionFactory;
import io.stratum.session.SessionIds;
import io.stratum.session.SessionRegistry;
import io.stratum.session.btcagent.BtcAgents;
import io.stratum.session.sv1.Sv1SessionFactory;
import io.stratum.session.sv2.Sv2SessionFactory;

/**
 * The sessions of all dialects.
 */
@Configuration(proxyBeanMethods = false)
class DialectConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ServedDialects stratumServedDialects(StratumSettings settings, MessageHandlers handlers,
			ResourceLoader resourceLoader) {
		return new ServedDialects(settings, handlers, resourceLoader.getClassLoader());
	}

	@Bean
	@ConditionalOnMissingBean
	SessionFactories stratumSessionFactories(SessionFactory lines, BtcAgents agents, Sv2Sessions frames,
			ServedDialects dialects, ObjectProvider<NoiseHandshakes> handshakes) {
		Map<Dialect, SessionFactory> factories = new EnumMap<>(Dialect.class);
		factories.put(Dialect.SV1, lines);
		factories.put(Dialect.BTCAGENT, (lines instanceof Sv1SessionFactory ours) ? ours.withAgents(agents) : lines);
		NoiseHandshakes noise = dialects.anywhere(Dialect.SV2) ? handshakes.getIfAvailable() : null;
		if (noise != null) {
			factories.put(Dialect.SV2, frames.factory());
		}
		return new SessionFactories(factories, noise);
	}

	@Bean
	@ConditionalOnMissingBean
	BtcAgents stratumAgents(StratumSettings settings, ObjectProvider<MiningEngine> engine) {
		BtcagentProperties agents = settings.properties().getBtcagent();
		return new BtcAgents(agents.getUserAgentPrefixes(), agents.getLayout(), engine.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	Sv2Sessions stratumSv2Sessions(MessageHandlers handlers, SessionRegistry registry, SessionObservers observers,
			SessionIds ids, ReconnectNotice notice) {
		return new Sv2Sessions(new Sv2SessionFactory(handlers, registry, observers.all(), ids, InstantSource.system(),
				System::nanoTime, notice));
	}

	/**
	 * What makes the sessions of Stratum V2, kept apart from {@link SessionFactory}
	 * beans.
	 */
	record Sv2Sessions(SessionFactory factory) {

	}

	/**
	 * The encryption of Stratum V2.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnResource(resources = "classpath:" + ServedDialects.CRYPTOGRAPHY)
	static class NoiseConfiguration {

		@Bean(destroyMethod = "close")
		@Lazy
		@ConditionalOnMissingBean
		NoiseHandshakes stratumNoiseHandshakes(StratumSettings settings) {
			Sv2Properties sv2 = settings.properties().getSv2();
			return new NoiseHandshakes(new NoiseSettings(AuthorityKeys.of(sv2), sv2.getCertificateValidity(),
					sv2.getHandshakeThreads(), sv2.getMaxWaitingHandshakes(), sv2.getHandshakeTimeout()),
					InstantSource.system());
		}

		@Bean
		Sv2Addresses stratumSv2Addresses(ServedDialects dialects, ObjectProvider<NoiseHandshakes> handshakes) {
			return new Sv2Addresses(dialects, handshakes);
		}

	}

}
