package io.stratum.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.stratum.autoconfigure.StratumAutoConfiguration;
import io.stratum.autoconfigure.EmptyTemplates;
import io.stratum.autoconfigure.mining.StratumMiningAutoConfiguration;
import io.stratum.engine.runtime.EnginePolicies;
import io.stratum.metrics.StratumMetrics;
import io.stratum.mining.RejectReason;
import io.stratum.session.SessionObserver;

import static org.assertj.core.api.Assertions.assertThat;

class StratumMetricsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StratumAutoConfiguration.class, StratumMiningAutoConfiguration.class,
				StratumMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class))
		.withPropertyValues("stratum.mining.network=regtest");

	@Test
	void metersWhenThereIsARegistry() {
		this.runner.withBean(SimpleMeterRegistry.class).withBean(EmptyTemplates.class).run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(StratumMetrics.class);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("stratum.requests")
				.tag("method", "mining.submit")
				.tag("outcome", "success")
				.functionCounter()
				.count()).isZero();
			assertThat(registry.get("stratum.shares.pending").gauge().value()).isZero();
			assertThat(registry.get("stratum.outbound.waiting").gauge().value()).isZero();
			assertThat(registry.get("stratum.workers").gauge().value()).isZero();
			StratumMetrics metrics = context.getBean(StratumMetrics.class);
			context.getBean(EnginePolicies.class).listeners().shareRejected("rig", RejectReason.STALE);
			assertThat(registry.get("stratum.shares").tag("result", "stale").functionCounter().count()).isOne();
			assertThat(context.getBeanProvider(SessionObserver.class).stream()).contains(metrics);
		});
	}

	@Test
	void metersHandlersWithoutMining() {
		this.runner.withBean(SimpleMeterRegistry.class)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(StratumMetrics.class));
	}

	@Test
	void backsOffWithoutRegistry() {
		this.runner.withClassLoader(new FilteredClassLoader(SimpleMeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed());
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(StratumAutoConfiguration.class, StratumMetricsAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(StratumMetrics.class));
	}

	@Test
	void backsOffWithoutMicrometer() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(StratumAutoConfiguration.class, StratumMetricsAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(MeterBinder.class, MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("stratumMetrics"));
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withBean(SimpleMeterRegistry.class)
			.withPropertyValues("stratum.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(StratumMetrics.class));
	}

}
