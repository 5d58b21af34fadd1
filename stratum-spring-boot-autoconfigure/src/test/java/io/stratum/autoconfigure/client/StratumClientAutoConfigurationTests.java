package io.stratum.autoconfigure.client;

import org.junit.jupiter.api.Test;
import reactor.netty.tcp.TcpClient;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.stratum.client.StratumClient;

import static org.assertj.core.api.Assertions.assertThat;

class StratumClientAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StratumClientAutoConfiguration.class));

	@Test
	void givesEachTheirOwnBuilder() {
		this.runner.run((context) -> assertThat(context.getBean(StratumClient.Builder.class)).isNotNull()
			.isNotSameAs(context.getBean(StratumClient.Builder.class)));
	}

	@Test
	void keepsBuilderOfTheUser() {
		StratumClient.Builder builder = StratumClient.builder();
		this.runner.withBean(StratumClient.Builder.class, () -> builder)
			.run((context) -> assertThat(context.getBean(StratumClient.Builder.class)).isSameAs(builder));
	}

	@Test
	void backsOffWithoutReactorNetty() {
		this.runner.withClassLoader(new FilteredClassLoader(TcpClient.class))
			.run((context) -> assertThat(context).doesNotHaveBean(StratumClient.Builder.class));
	}

}
