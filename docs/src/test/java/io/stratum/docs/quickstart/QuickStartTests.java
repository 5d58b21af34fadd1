package io.stratum.docs.quickstart;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;

import io.stratum.bitcoin.Hash256;
import io.stratum.mining.Block;
import io.stratum.mining.BlockOutcome;
import io.stratum.mining.BlockTemplate;
import io.stratum.test.LocalStratumPort;
import io.stratum.test.ScriptedMiner;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(properties = { "stratum.listeners.tcp.port=0", "stratum.mining.network=regtest" })
class QuickStartTests {

	@LocalStratumPort
	int port;

	@Test
	void answersPing() {
		try (ScriptedMiner miner = ScriptedMiner.connect(this.port)) {
			assertThat(miner.request("pool.ping").path("result").asString()).isEqualTo("pong");
		}
	}

	@Test
	void givesWorkToAnAddress() {
		try (ScriptedMiner miner = ScriptedMiner.connect(this.port)) {
			miner.request("mining.subscribe", "test");
			JsonNode authorized = miner.request("mining.authorize", "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080.rig1",
					"x");
			assertThat(authorized.path("result").asBoolean()).isTrue();
			assertThat(miner.awaitMethod("mining.notify").path("params")).hasSize(9);
		}
	}

	@SpringBootApplication
	static class QuickStartApplication {

		@Bean
		Node node() {
			return new Node() {

				@Override
				public BlockTemplate blockTemplate() {
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
				}

				@Override
				public BlockOutcome submit(Block block) {
					return BlockOutcome.ACCEPTED;
				}

			};
		}

	}

}
