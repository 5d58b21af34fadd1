package io.stratum.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;

import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.test.LocalStratumPort;
import io.stratum.test.ScriptedMiner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test as users of the starter write it.
 */
@SpringBootTest(properties = { "stratum.listeners.tcp.port=0", "stratum.listeners.tcp.address=127.0.0.1",
		"stratum.listeners.big.port=0", "stratum.listeners.big.address=127.0.0.1" })
class LocalStratumPortIntegrationTests {

	@LocalStratumPort("tcp")
	private int tcp;

	@LocalStratumPort("big")
	private int big;

	@Test
	void answersOnEachListener() {
		for (int port : new int[] { this.tcp, this.big }) {
			try (ScriptedMiner miner = ScriptedMiner.connect(port)) {
				assertThat(miner.request("pool.ping").path("result").asString()).isEqualTo("pong");
			}
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Controller controller() {
			return new Controller();
		}

	}

	@StratumController
	static class Controller {

		@StratumMapping("pool.ping")
		String ping() {
			return "pong";
		}

	}

}
