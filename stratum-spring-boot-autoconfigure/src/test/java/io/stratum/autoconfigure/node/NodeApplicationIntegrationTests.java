package io.stratum.autoconfigure.node;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.stratum.actuate.endpoint.StratumEndpoint;
import io.stratum.node.FakeChain;
import io.stratum.node.NodeStatus;
import io.stratum.node.ScriptedNode;
import io.stratum.test.LocalStratumPort;
import io.stratum.test.ScriptedMiner;

import static org.assertj.core.api.Assertions.assertThat;

@DirtiesContext
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "stratum.listeners.tcp.port=0", "stratum.mining.network=regtest",
				"management.endpoints.web.exposure.include=stratum",
				"management.endpoints.jmx.exposure.include=stratum" })
class NodeApplicationIntegrationTests {

	private static final FakeChain chain = new FakeChain(new ScriptedNode(), 100);

	@LocalStratumPort
	int port;

	@Autowired
	StratumEndpoint endpoint;

	@Autowired
	CompositeHealthContributor stratumNodeHealthContributor;

	@DynamicPropertySource
	static void node(DynamicPropertyRegistry registry) {
		registry.add("stratum.node.url", () -> chain.node().url());
		registry.add("stratum.node.username", () -> "user");
		registry.add("stratum.node.password", () -> "secret");
	}

	@AfterAll
	static void close() {
		chain.node().close();
	}

	@Test
	void aUrlIsAllThatAPoolNeeds() {
		awaitWork();
		try (ScriptedMiner miner = ScriptedMiner.connect(this.port)) {
			miner.request("mining.subscribe", "test");
			JsonNode authorized = miner.request("mining.authorize", "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080.rig1",
					"x");
			assertThat(authorized.path("result").asBoolean()).isTrue();
			JsonNode job = miner.awaitMethod("mining.notify");
			assertThat(job.path("params").path(6).asString()).isEqualTo("207fffff");
			chain.grow();
			assertThat(miner.awaitMethod("mining.notify").path("params").path(8).asBoolean()).isTrue();
		}
		NodeStatus node = this.endpoint.stratum().nodes().get(0);
		assertThat(node.inUse()).isTrue();
		assertThat(node.chain()).isEqualTo("regtest");
		assertThat(node.height()).isEqualTo(101);
		HealthIndicator indicator = (HealthIndicator) this.stratumNodeHealthContributor.getContributor("node");
		Health health = indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("height", 101)
			.containsEntry("peers", 8)
			.containsEntry("chain", "regtest")
			.containsKey("answeredSecondsAgo");
		assertThat(health.toString() + node).doesNotContain("secret");
	}

	private void awaitWork() {
		Awaitility.await().until(() -> this.endpoint.stratum().work().ready());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Pool {

	}

}
