package io.stratum.test;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(classes = LocalStratumPortTests.Config.class,
		properties = { "local.stratum.port=4001", "local.stratum.tls.port=4002" })
class LocalStratumPortTests {

	private final int constructorPort;

	@LocalStratumPort
	private int port;

	@LocalStratumPort("tls")
	private Integer tlsPort;

	LocalStratumPortTests(@Autowired @LocalStratumPort("tls") int constructorPort) {
		this.constructorPort = constructorPort;
	}

	@Test
	void injectsTheOnlyListenersPort(@LocalStratumPort int parameter) {
		assertThat(this.port).isEqualTo(4001);
		assertThat(parameter).isEqualTo(4001);
	}

	@Test
	void injectsTheNamedListenersPort(@LocalStratumPort("tls") int parameter) {
		assertThat(this.tlsPort).isEqualTo(4002);
		assertThat(this.constructorPort).isEqualTo(4002);
		assertThat(parameter).isEqualTo(4002);
	}

	@Configuration(proxyBeanMethods = false)
	static class Config {

		@Bean
		static LocalStratumPortConfigurer localStratumPortConfigurer() {
			return new LocalStratumPortConfigurer();
		}

	}

}
