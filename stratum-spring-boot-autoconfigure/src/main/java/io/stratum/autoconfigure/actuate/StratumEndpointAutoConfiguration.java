package io.stratum.autoconfigure.actuate;

import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.stratum.actuate.endpoint.StratumBansEndpoint;
import io.stratum.actuate.endpoint.StratumBansEndpointWebExtension;
import io.stratum.actuate.endpoint.StratumEndpoint;
import io.stratum.actuate.endpoint.StratumSessionsEndpoint;
import io.stratum.actuate.endpoint.StratumSessionsEndpointWebExtension;
import io.stratum.actuate.endpoint.StratumTotals;
import io.stratum.autoconfigure.server.StratumServerAutoConfiguration;
import io.stratum.ban.Bans;
import io.stratum.engine.MiningEngine;
import io.stratum.node.NodeTemplateSource;
import io.stratum.server.StratumServer;
import io.stratum.session.SessionRegistry;

/**
 * Auto-configuration of the endpoints {@code stratum}, {@code stratumsessions} and
 * {@code stratumbans}.
 */
@AutoConfiguration(after = StratumServerAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(StratumServer.class)
public final class StratumEndpointAutoConfiguration {

	/**
	 * The endpoint {@code stratum}.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(StratumEndpoint.class)
	static class ServerEndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean
		StratumTotals stratumTotals() {
			return new StratumTotals();
		}

		@Bean
		@ConditionalOnMissingBean
		StratumEndpoint stratumEndpoint(StratumServer server, ObjectProvider<MiningEngine> engine,
				SessionRegistry sessions, StratumTotals totals, ObjectProvider<NodeTemplateSource> nodes) {
			NodeTemplateSource source = nodes.getIfAvailable();
			return new StratumEndpoint(server, engine.getIfAvailable(), sessions, totals,
					(source != null) ? source::status : List::of);
		}

	}

	/**
	 * The endpoint {@code stratumsessions}.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(StratumSessionsEndpoint.class)
	@EnableConfigurationProperties(ShowValuesProperties.OfSessions.class)
	static class SessionsEndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean
		StratumSessionsEndpoint stratumSessionsEndpoint(SessionRegistry sessions,
				ObjectProvider<SanitizingFunction> sanitizers, ShowValuesProperties.OfSessions properties) {
			return new StratumSessionsEndpoint(sessions, new Sanitizer(sanitizers.orderedStream().toList()),
					properties.getShowValues());
		}

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnAvailableEndpoint(endpoint = StratumSessionsEndpoint.class, exposure = EndpointExposure.WEB)
		StratumSessionsEndpointWebExtension stratumSessionsEndpointWebExtension(StratumSessionsEndpoint endpoint,
				ShowValuesProperties.OfSessions properties) {
			return new StratumSessionsEndpointWebExtension(endpoint, properties.getShowValues(), properties.getRoles());
		}

	}

	/**
	 * The endpoint {@code stratumbans}.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(StratumBansEndpoint.class)
	@ConditionalOnBean(Bans.class)
	@ConditionalOnBooleanProperty(name = "stratum.ban.enabled", matchIfMissing = true)
	@EnableConfigurationProperties(ShowValuesProperties.OfBans.class)
	static class BansEndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean
		StratumBansEndpoint stratumBansEndpoint(Bans bans, ObjectProvider<SanitizingFunction> sanitizers,
				ShowValuesProperties.OfBans properties) {
			return new StratumBansEndpoint(bans, new Sanitizer(sanitizers.orderedStream().toList()),
					properties.getShowValues());
		}

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnAvailableEndpoint(endpoint = StratumBansEndpoint.class, exposure = EndpointExposure.WEB)
		StratumBansEndpointWebExtension stratumBansEndpointWebExtension(StratumBansEndpoint endpoint,
				ShowValuesProperties.OfBans properties) {
			return new StratumBansEndpointWebExtension(endpoint, properties.getShowValues(), properties.getRoles());
		}

	}

}
