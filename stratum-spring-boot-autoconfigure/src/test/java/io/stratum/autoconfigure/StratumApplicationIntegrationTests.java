package io.stratum.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
import io.stratum.test.ScriptedMiner;
import io.stratum.test.ShareMaker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whole applications, with sockets.
 */
class StratumApplicationIntegrationTests {

	private static final double DIFFICULTY = 0x1p-16;

	private static final String WORKER = EmptyTemplates.REGTEST_ADDRESS + ".rig1";

	private final HttpClient http = HttpClient.newHttpClient();

	@ParameterizedTest
	@EnumSource(WebApplicationType.class)
	void minesInEveryKindOfApplication(WebApplicationType type) {
		try (ConfigurableApplicationContext context = run(type)) {
			JsonNode answer = mine(context);
			assertThat(answer.path("result").asBoolean()).as(answer.toString()).isTrue();
			Recorder recorder = context.getBean(Recorder.class);
			assertThat(recorder.shares).singleElement().satisfies((share) -> {
				assertThat(share.worker().name()).isEqualTo(WORKER);
				assertThat(share.difficulty()).isEqualTo(DIFFICULTY);
			});
		}
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void servesTheWebSocketPathOfTheWebServer(WebApplicationType type) throws Exception {
		ConfigurableApplicationContext context = run(type, "stratum.websocket.mapping-path=/stratum");
		Instant start;
		try (context) {
			LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
			WebSocket socket = this.http.newWebSocketBuilder()
				.buildAsync(URI.create("ws://localhost:" + webPort(context) + "/stratum"), new Listener(received))
				.get(10, TimeUnit.SECONDS);
			socket.sendText("{\"id\":1,\"method\":\"pool.ping\",\"params\":[]}", true);
			assertThat(received.poll(10, TimeUnit.SECONDS)).contains("\"pong\"");
			start = Instant.now();
		}
		assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(15));
	}

	@Test
	void showsSessionsAndTotalsByActuator() throws Exception {
		try (ConfigurableApplicationContext context = run(WebApplicationType.SERVLET,
				"management.endpoints.web.exposure.include=*", "management.endpoint.health.show-details=always",
				"management.endpoint.stratumsessions.access=unrestricted",
				"management.endpoint.health.group.readiness.include=readinessState,stratum")) {
			try (ScriptedMiner miner = ScriptedMiner.connect(port(context))) {
				miner.request("mining.subscribe", "test/1");
				JsonNode server = get(context, "/actuator/stratum");
				assertThat(server.path("sessions").asInt()).isEqualTo(1);
				assertThat(server.path("work").path("template").path("height").asInt()).isEqualTo(100);
				assertThat(server.path("listeners").path(0).path("port").asInt()).isEqualTo(port(context));
				JsonNode sessions = get(context, "/actuator/stratumsessions?page=0&size=10");
				assertThat(sessions.path("total").asInt()).isEqualTo(1);
				JsonNode session = sessions.path("sessions").path(0);
				assertThat(session.path("remoteAddress").asString()).isEqualTo("******");
				String path = "/actuator/stratumsessions/" + session.path("id").asString();
				assertThat(get(context, path).path("listener").asString()).isEqualTo("tcp");
				assertThat(status(context, "DELETE", path)).isEqualTo(204);
				miner.awaitEnd();
				Awaitility.await().until(() -> status(context, "GET", path) == 404);
				assertThat(status(context, "DELETE", path)).isEqualTo(404);
			}
			JsonNode health = get(context, "/actuator/health/stratum");
			assertThat(health.path("status").asString()).isEqualTo("UP");
			assertThat(health.path("details").path("height").asInt()).isEqualTo(100);
			assertThat(get(context, "/actuator/health/readiness").path("status").asString()).isEqualTo("UP");
			assertThat(get(context, "/actuator/metrics/stratum.sessions.closed?tag=reason:application")
				.path("measurements")
				.path(0)
				.path("value")
				.asInt()).isEqualTo(1);
		}
	}

	@Test
	void servesAgainAfterStopAndStart() {
		try (ConfigurableApplicationContext context = run(WebApplicationType.NONE)) {
			context.stop();
			context.start();
			assertThat(mine(context).path("result").asBoolean()).isTrue();
		}
	}

	@ParameterizedTest
	@EnumSource(WebApplicationType.class)
	void servesOnWhenAnotherApplicationOfTheProcessEnds(WebApplicationType type) {
		ConfigurableApplicationContext other = run(type);
		try (ConfigurableApplicationContext context = run(type)) {
			try (ScriptedMiner miner = ScriptedMiner.connect(port(context))) {
				other.close();
				assertThat(miner.request("pool.ping").path("result").asString()).isEqualTo("pong");
			}
			assertThat(mine(context).path("result").asBoolean()).isTrue();
		}
		finally {
			other.close();
		}
	}

	@Test
	void startsLazily() {
		try (ConfigurableApplicationContext context = run(WebApplicationType.NONE,
				"spring.main.lazy-initialization=true")) {
			assertThat(mine(context).path("result").asBoolean()).isTrue();
		}
	}

	private static ConfigurableApplicationContext run(WebApplicationType type, String... properties) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(Application.class).web(type)
			.properties("stratum.listeners.tcp.port=0", "stratum.listeners.tcp.address=127.0.0.1",
					"stratum.mining.network=regtest", "stratum.difficulty.variable=false",
					"stratum.difficulty.minimum=" + DIFFICULTY, "stratum.difficulty.initial=" + DIFFICULTY,
					"server.port=0", "spring.reactor.netty.shutdown-quiet-period=0s");
		String[] arguments = new String[properties.length];
		for (int i = 0; i < properties.length; i++) {
			arguments[i] = "--" + properties[i];
		}
		ConfigurableApplicationContext context = builder.run(arguments);
		Awaitility.await().until(() -> context.getBean(MiningEngine.class).isReady());
		return context;
	}

	private static JsonNode mine(ConfigurableApplicationContext context) {
		Awaitility.await().until(() -> context.getBean(MiningEngine.class).isReady());
		try (ScriptedMiner miner = ScriptedMiner.connect(port(context))) {
			JsonNode subscribed = miner.request("mining.subscribe", "test/1");
			assertThat(miner.request("mining.authorize", WORKER, "x").path("result").asBoolean()).isTrue();
			JsonNode notify = miner.awaitMethod("mining.notify");
			Object[] share = ShareMaker.of(subscribed).share(notify, WORKER, DIFFICULTY);
			return miner.request("mining.submit", share);
		}
	}

	private static int port(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.stratum.port", Integer.class);
	}

	private static int webPort(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private JsonNode get(ConfigurableApplicationContext context, String path) throws Exception {
		return JsonMapper.shared().readTree(exchange(context, "GET", path).body());
	}

	private int status(ConfigurableApplicationContext context, String method, String path) throws Exception {
		return exchange(context, method, path).statusCode();
	}

	private HttpResponse<String> exchange(ConfigurableApplicationContext context, String method, String path)
			throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + webPort(context) + path))
			.method(method, HttpRequest.BodyPublishers.noBody())
			.build();
		return this.http.send(request, BodyHandlers.ofString());
	}

	private record Listener(LinkedBlockingQueue<String> received) implements WebSocket.Listener {

		@Override
		public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
			this.received.add(data.toString());
			webSocket.request(1);
			return null;
		}

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

		@StratumMapping("pool.ping")
		String ping() {
			return "pong";
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
