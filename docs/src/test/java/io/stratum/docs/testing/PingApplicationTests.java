package io.stratum.docs.testing;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;

import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.test.LocalStratumPort;
import io.stratum.test.ScriptedMiner;

import static org.assertj.core.api.Assertions.assertThat;

// tag::code[]
@SpringBootTest(properties = "stratum.listeners.tcp.port=0")
class PingApplicationTests {

	@LocalStratumPort
	int port;

	@Test
	void answersPing() {
		try (ScriptedMiner miner = ScriptedMiner.connect(this.port)) {
			assertThat(miner.request("pool.ping").path("result").asString()).isEqualTo("pong");
		}
	}
	// end::code[]

	@SpringBootApplication
	static class PingApplication {

		@StratumController
		static class PingController {

			@StratumMapping("pool.ping")
			String ping() {
				return "pong";
			}

		}

	}
	// tag::code[]

}
// end::code[]
