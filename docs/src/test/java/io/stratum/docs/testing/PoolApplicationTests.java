package io.stratum.docs.testing;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;

import io.stratum.bitcoin.Hash256;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.BlockTemplateSource;
import io.stratum.test.LocalStratumPort;
import io.stratum.test.ScriptedMiner;
import io.stratum.test.ShareMaker;

import static org.assertj.core.api.Assertions.assertThat;

// tag::code[]
@SpringBootTest(properties = { "stratum.listeners.tcp.port=0", "stratum.mining.network=regtest",
		"stratum.difficulty.minimum=0.00001", "stratum.difficulty.initial=0.00001" })
class PoolApplicationTests {

	private static final String WORKER = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080.rig1";

	@Test
	void acceptsAShare(@LocalStratumPort("tcp") int port) {
		try (ScriptedMiner miner = ScriptedMiner.connect(port)) {
			JsonNode subscribed = miner.request("mining.subscribe", "test/1.0");
			miner.request("mining.authorize", WORKER, "x");
			JsonNode notify = miner.awaitMethod("mining.notify");
			Object[] share = ShareMaker.of(subscribed).share(notify, WORKER, 0.00001);
			assertThat(miner.request("mining.submit", share).path("result").asBoolean()).isTrue();
		}
	}
	// end::code[]

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class PoolApplication {

		@Bean
		BlockTemplateSource work() {
			return () -> {
				Instant now = Instant.now();
				return BlockTemplate.builder()
					.previousBlock(Hash256.ZERO)
					.height(1)
					.nBits(0x207fffff)
					.time(now.getEpochSecond())
					.minTime(0)
					.coinbaseValue(5_000_000_000L)
					.fetched(now)
					.build();
			};
		}

	}
	// tag::code[]

}
// end::code[]
