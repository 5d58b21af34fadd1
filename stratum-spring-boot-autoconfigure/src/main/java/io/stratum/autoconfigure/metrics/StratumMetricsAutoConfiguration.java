package io.stratum.autoconfigure.metrics;

import java.time.InstantSource;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.stratum.autoconfigure.StratumAutoConfiguration;
import io.stratum.autoconfigure.ban.StratumBanAutoConfiguration;
import io.stratum.ban.Bans;
import io.stratum.engine.MiningEngine;
import io.stratum.metrics.BanMetrics;
import io.stratum.metrics.StratumMetrics;
import io.stratum.session.MessageHandlers;
import io.stratum.session.SessionRegistry;

/**
 * Auto-configuration of the meters, for applications with a meter registry.
 */
@AutoConfiguration(after = { StratumAutoConfiguration.class, StratumBanAutoConfiguration.class },
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

	private static long pendingShares(@Nullable MiningEngine engine) {
		return (engine != null) ? engine.status().pendingShares() : 0;
	}

}
