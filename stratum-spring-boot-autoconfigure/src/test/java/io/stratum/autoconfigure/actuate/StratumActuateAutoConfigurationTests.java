package io.stratum.autoconfigure.actuate;

import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.jmx.JmxEndpointsSupplier;
import org.springframework.boot.actuate.endpoint.jmx.JmxOperation;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.stratum.actuate.endpoint.StratumEndpoint;
import io.stratum.actuate.endpoint.StratumSessionsEndpoint;
import io.stratum.actuate.endpoint.StratumSessionsEndpointWebExtension;
import io.stratum.actuate.endpoint.StratumTotals;
import io.stratum.actuate.health.StratumHealthIndicator;
import io.stratum.autoconfigure.StratumAutoConfiguration;
import io.stratum.autoconfigure.EmptyTemplates;
import io.stratum.autoconfigure.ban.StratumBanAutoConfiguration;
import io.stratum.autoconfigure.mining.StratumMiningAutoConfiguration;
import io.stratum.autoconfigure.server.StratumServerAutoConfiguration;
import io.stratum.server.StratumServer;

import static org.assertj.core.api.Assertions.assertThat;

class StratumActuateAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StratumAutoConfiguration.class, StratumMiningAutoConfiguration.class,
				StratumServerAutoConfiguration.class, SslAutoConfiguration.class,
				StratumHealthContributorAutoConfiguration.class, StratumEndpointAutoConfiguration.class))
		.withBean(EmptyTemplates.class)
		.withPropertyValues("stratum.listeners.tcp.port=0", "stratum.listeners.tcp.address=127.0.0.1",
				"stratum.mining.network=regtest");

	@Test
	void contributesHealth() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(StratumHealthIndicator.class));
	}

	@Test
	void contributesNoHealthWhenToldSo() {
		this.runner.withPropertyValues("management.health.stratum.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(StratumHealthIndicator.class));
	}

	@Test
	void keepsHealthOfTheUser() {
		HealthIndicator own = () -> null;
		this.runner.withBean("stratumHealthIndicator", HealthIndicator.class, () -> own)
			.run((context) -> assertThat(context.getBean(HealthContributor.class)).isSameAs(own));
	}

	@Test
	void contributesNothingWhenDisabled() {
		this.runner.withPropertyValues("stratum.enabled=false", "management.endpoints.web.exposure.include=*")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(StratumHealthIndicator.class)
				.doesNotHaveBean(StratumEndpoint.class)
				.doesNotHaveBean(StratumSessionsEndpoint.class));
	}

	@Test
	void startsWithoutActuator() {
		this.runner.withClassLoader(new FilteredClassLoader(HealthIndicator.class, Endpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(StratumServer.class));
	}

	@Test
	void startsWithoutEndpointsWhenOnlyHealthIsThere() {
		this.runner.withClassLoader(new FilteredClassLoader(Endpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("stratumEndpoint"));
	}

	@Test
	void endpointsAreOffUnlessExposed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(StratumEndpoint.class)
			.doesNotHaveBean(StratumTotals.class)
			.doesNotHaveBean(StratumSessionsEndpoint.class));
	}

	@Test
	void endpointsAreThereWhenExposed() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=stratum,stratumsessions")
			.run((context) -> assertThat(context).hasSingleBean(StratumEndpoint.class)
				.hasSingleBean(StratumTotals.class)
				.hasSingleBean(StratumSessionsEndpoint.class)
				.hasSingleBean(StratumSessionsEndpointWebExtension.class));
	}

	@Test
	void offersAllOperationsByJmx() {
		this.runner
			.withConfiguration(AutoConfigurations.of(StratumBanAutoConfiguration.class, JmxAutoConfiguration.class,
					EndpointAutoConfiguration.class, JmxEndpointAutoConfiguration.class))
			.withPropertyValues("spring.jmx.enabled=true", "spring.jmx.unique-names=true",
					"management.endpoints.jmx.exposure.include=*", "management.endpoints.access.default=UNRESTRICTED")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				JmxEndpointsSupplier endpoints = context.getBean(JmxEndpointsSupplier.class);
				assertThat(endpoints.getEndpoints().stream().flatMap((endpoint) -> endpoint.getOperations().stream()))
					.extracting(JmxOperation::getName)
					.contains("stratum", "sessions", "session", "disconnect", "bans", "ban", "add", "remove", "lift");
			});
	}

	@Test
	void endpointIsOffWithoutAccess() {
		this.runner
			.withPropertyValues("management.endpoints.web.exposure.include=*",
					"management.endpoint.stratum.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(StratumEndpoint.class));
	}

}
