package io.stratum.autoconfigure;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import io.stratum.engine.MiningEngine;
import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.mining.Share;
import io.stratum.mining.ShareRecorder;
import io.stratum.protocol.btcagent.AgentMessage.AskNoncePrefix;
import io.stratum.protocol.btcagent.AgentMessage.SetExtranonce;
import io.stratum.session.SessionRegistry;
import io.stratum.session.StratumSession;
import io.stratum.test.ShareMaker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whole applications that serve a BTCAgent, byte by byte over sockets.
 */
class AgentApplicationIntegrationTests {

	private static final double DIFFICULTY = 0x1p-16;

	private static final String ACCOUNT = EmptyTemplates.REGTEST_ADDRESS;

	private static final String CONN_TEST = """
			{"id":"conn_test","method":"agent.get_capabilities","params":[["verrol","subres"]]}
			""";

	private static final String OPENING = """
			{"id":"caps","method":"agent.get_capabilities","params":[["verrol","subres"]]}
			{"id":"conf","method":"mining.configure","params":[["version-rolling"],{"version-rolling.mask":"ffffffff","version-rolling.min-bit-count":0}]}
			{"id":"sub","method":"mining.subscribe","params":["btccom-agent/2.0.0-mu"]}
			{"id":"auth","method":"mining.authorize","params":["%s",""]}
			{"id":"caps_again","method":"agent.get_capabilities","params":[["verrol","subres"]]}
			"""
		.formatted(ACCOUNT);

	private static final String REGISTER = "7f 01 1b00 0100 63676d696e65722f342e31312e3100 726967303100";

	@Test
	void minesForAnAgent() throws Exception {
		try (ConfigurableApplicationContext context = run(WebApplicationType.NONE)) {
			int port = context.getEnvironment().getRequiredProperty("local.stratum.port", Integer.class);
			try (ScriptedAgent agent = new ScriptedAgent.OnSocket(port)) {
				mine(agent, context);
			}
			SessionRegistry sessions = context.getBean(SessionRegistry.class);
			Awaitility.await().until(() -> sessions.size() == 0);
		}
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void minesForAnAgentOnTheWebSocketPathOfTheWebServer(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = run(type, "--stratum.websocket.mapping-path=/stratum")) {
			int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			try (ScriptedAgent agent = new ScriptedAgent.OnWebSocket(port)) {
				mine(agent, context);
			}
		}
	}

	private static void mine(ScriptedAgent agent, ConfigurableApplicationContext context) throws Exception {
		agent.send(CONN_TEST);
		assertThat(agent.line().path("id").asString()).isEqualTo("conn_test");
		agent.send(OPENING);
		assertThat(agent.line().path("result").path("capabilities").path(0).asString()).isEqualTo("verrol");
		assertThat(agent.line().path("id").asString()).isEqualTo("conf");
		JsonNode subscribed = agent.line().path("result");
		assertThat(subscribed.path(2).asInt()).isEqualTo(8);
		assertThat(agent.line().toString()).isEqualTo("{\"id\":\"auth\",\"result\":true,\"error\":null}");
		assertThat(agent.line().path("method").asString()).isEqualTo("mining.set_version_mask");
		assertThat(agent.line().path("params").path(0).asDouble()).isEqualTo(DIFFICULTY);
		JsonNode job = agent.line();
		assertThat(job.path("method").asString()).isEqualTo("mining.notify");
		assertThat(agent.line().path("id").asString()).isEqualTo("caps_again");

		agent.frame(REGISTER);
		String share = share(job, subscribed.path(1).asString());
		agent.frame(share);
		assertThat(agent.frame(10)).isEqualTo("7f100a00" + "0000" + "87962c6b");
		agent.frame(share);
		assertThat(agent.frame(10)).isEqualTo("7f100a00" + "0100" + "16000000");
		assertThat(context.getBean(Recorder.class).shares).singleElement()
			.satisfies((recorded) -> assertThat(recorded.worker().name()).isEqualTo(ACCOUNT + ".rig01"));
		StratumSession session = context.getBean(SessionRegistry.class).page(0, 1).get(0);
		assertThat(session.workerDetails(0, 10)).singleElement().satisfies((details) -> {
			assertThat(details.accepted()).isEqualTo(1);
			assertThat(details.rejected()).isEqualTo(1);
		});

		agent.frame("7f 21 0600 0100");
		assertThat(agent.frame(10)).isEqualTo("7f220a00" + "0100" + "04030201");
		agent.frame("7f 04 0600 0100");
		Awaitility.await().until(() -> session.workerCount() == 0);
	}

	/** The frame of a share of session 1. */
	private static String share(JsonNode job, String poolSession) {
		String[] share = new ShareMaker(poolSession + "00000001", 4).share(job, "", DIFFICULTY);
		ByteBuffer frame = ByteBuffer.allocate(19).order(ByteOrder.LITTLE_ENDIAN);
		frame.put((byte) 0x7f).put((byte) 0x03).putShort((short) 19);
		frame.put((byte) Integer.parseInt(share[1])).putShort((short) 1);
		for (String field : List.of(share[2], share[4], share[3])) {
			frame.putInt(HexFormat.fromHexDigits(field));
		}
		return HexFormat.of().formatHex(frame.array());
	}

	private static ConfigurableApplicationContext run(WebApplicationType type, String... arguments) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).web(type)
			.properties("stratum.listeners.tcp.port=0", "stratum.listeners.tcp.address=127.0.0.1",
					"stratum.mining.network=regtest", "stratum.difficulty.minimum=" + DIFFICULTY,
					"stratum.difficulty.initial=" + DIFFICULTY, "server.port=0",
					"spring.reactor.netty.shutdown-quiet-period=0s")
			.run(arguments);
		Awaitility.await().until(() -> context.getBean(MiningEngine.class).isReady());
		return context;
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		EmptyTemplates templates() {
			return new EmptyTemplates();
		}

		@Bean
		Recorder recorder() {
			return new Recorder();
		}

		@Bean
		Controller controller() {
			return new Controller();
		}

	}

	@StratumController
	static class Controller {

		@StratumMapping
		SetExtranonce prefix(AskNoncePrefix message) {
			return new SetExtranonce(message.session(), 0x01020304);
		}

	}

	static class Recorder implements ShareRecorder {

		final List<Share> shares = new CopyOnWriteArrayList<>();

		@Override
		public void record(List<Share> shares) {
			this.shares.addAll(shares);
		}

	}

}
