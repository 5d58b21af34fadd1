package io.stratum.autoconfigure.metrics;

import java.time.InstantSource;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.stratum.autoconfigure.StratumAutoConfiguration;
import io.stratum.autoconfigure.ban.StratumBanAutoConfiguration;
import io.stratum.autoconfigure.node.StratumNodeAutoConfiguration;
import io.stratum.ban.Bans;
import io.stratum.engine.MiningEngine;
import io.stratum.metrics.BanMetrics;
import io.stratum.metrics.NodeCallMetrics;
import io.stratum.metrics.NodeMetrics;
import io.stratum.metrics.NodeObservations;
import io.stratum.metrics.StratumMetrics;
import io.stratum.node.NodeTemplateSource;
import io.stratum.session.MessageHandlers;
import io.stratum.session.SessionRegistry;

/**
 * Auto-configuration of the meters, for applications with a meter registry.
 */
@AutoConfiguration(
		after = { StratumAutoConfiguration.class, StratumBanAutoConfiguration.class,
				StratumNodeAutoConfiguration.class },
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean({ MeterRegistry.class, SessionRegistry.class })
public final class StratumMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	StratumMetrics stratumMetrics(ObjectProvider<MessageHandlers> handlers, ObjectProvider<MiningEngine> engine,
			SessionRegistry sessions) {
		return new StratumMetrics(() -> handlers.getObject().names(), sessions::workerCount, sessions::pendingBytes,
				() -> pendingShares(engine.getIfAvailable()), InstantSource.system());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(Bans.class)
	@ConditionalOnBooleanProperty(name = "stratum.ban.enabled", matchIfMissing = true)
	BanMetrics stratumBanMetrics(Bans bans) {
		return new BanMetrics(bans);
	}

	@Bean
	@ConditionalOnMissingBean
	NodeCallMetrics stratumNodeCallMetrics(MeterRegistry registry) {
		return new NodeCallMetrics(registry);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(NodeTemplateSource.class)
	NodeMetrics stratumNodeMetrics(NodeTemplateSource nodes) {
		return new NodeMetrics(nodes::status);
	}

	/**
	 * Observations of calls to nodes, for applications that trace.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(type = "io.micrometer.tracing.Tracer", value = ObservationRegistry.class)
	static class ObservationConfiguration {

		@Bean
		@ConditionalOnMissingBean
		NodeObservations stratumNodeObservations(ObservationRegistry registry) {
			return new NodeObservations(registry);
		}

	}

	private static long pendingShares(@Nullable MiningEngine engine) {
		return (engine != null) ? engine.status().pendingShares() : 0;
	}

}
