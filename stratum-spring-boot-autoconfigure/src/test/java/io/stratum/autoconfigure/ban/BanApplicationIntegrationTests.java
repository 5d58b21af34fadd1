package io.stratum.autoconfigure.ban;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import io.stratum.autoconfigure.EmptyTemplates;
import io.stratum.engine.MiningEngine;
import io.stratum.test.ScriptedMiner;
import io.stratum.test.ShareMaker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bans in a whole application, as its operator sees them.
 */
class BanApplicationIntegrationTests {

	private static final double DIFFICULTY = 0x1p-16;

	private static final String BAD = EmptyTemplates.REGTEST_ADDRESS + ".bad";

	private static final String GOOD = EmptyTemplates.REGTEST_ADDRESS + ".good";

	private static final String PATH = "/actuator/stratumbans";

	private final HttpClient http = HttpClient.newHttpClient();

	@Test
	void bansAWorkerForInvalidSharesUntilAnOperatorLiftsTheBan() throws Exception {
		try (ConfigurableApplicationContext context = run("stratum.ban.check-shares=5")) {
			submitInvalidShares(context);
			try (ScriptedMiner miner = ScriptedMiner.connect(port(context))) {
				miner.request("mining.subscribe", "test/1");
				JsonNode refused = miner.request("mining.authorize", BAD, "x");
				assertThat(refused.path("error").path(0).asInt()).isEqualTo(24);
				assertThat(authorize(miner, GOOD)).isTrue();
				JsonNode ban = bans(context).path("bans").path(0);
				assertThat(ban.path("worker").asString()).isEqualTo(BAD);
				assertThat(ban.path("address").asString()).isEqualTo("127.0.0.1");
				assertThat(ban.path("reason").asString()).isEqualTo("invalid-shares");
				assertThat(metric(context, "stratum.bans?tag=reason:invalid-shares")).isEqualTo(1);
				assertThat(metric(context, "stratum.bans.active")).isEqualTo(1);
				String path = PATH + "/" + ban.path("id").asString();
				assertThat(status(context, "DELETE", path, "")).isEqualTo(204);
				assertThat(status(context, "DELETE", path, "")).isEqualTo(404);
				assertThat(authorize(miner, BAD)).isTrue();
			}
		}
	}

	private static void submitInvalidShares(ConfigurableApplicationContext context) {
		try (ScriptedMiner miner = ScriptedMiner.connect(port(context))) {
			JsonNode subscribed = miner.request("mining.subscribe", "test/1");
			assertThat(authorize(miner, BAD)).isTrue();
			JsonNode notify = miner.awaitMethod("mining.notify");
			Object[] share = ShareMaker.of(subscribed).share(notify, BAD, DIFFICULTY);
			assertThat(miner.request("mining.submit", share).path("result").asBoolean()).isTrue();
			for (int i = 0; i < 4; i++) {
				assertThat(miner.request("mining.submit", share).path("error").path(0).asInt()).isEqualTo(22);
			}
			miner.awaitEnd();
		}
	}

	@Test
	void bansAnAddressByHand() throws Exception {
		try (ConfigurableApplicationContext context = run(); ScriptedMiner miner = connect(context)) {
			assertThat(status(context, "POST", PATH,
					"{\"address\":\"127.0.0.0/8\",\"duration\":\"1h\",\"comment\":\"test\"}"))
				.isEqualTo(200);
			miner.awaitEnd();
			assertRefused(context);
			assertThat(metric(context, "stratum.connections.refused?tag=reason:banned")).isPositive();
			Awaitility.await().until(() -> metric(context, "stratum.sessions.closed?tag=reason:banned") == 1);
			assertThat(status(context, "DELETE", PATH + "?address=127.0.0.0/8", "")).isEqualTo(204);
			connect(context).close();
			for (String wrong : new String[] { "{}", "{\"address\":\"pool.example\"}",
					"{\"account\":\"a\",\"duration\":\"soon\"}", "{\"account\":\"a\",\"duration\":\"-1h\"}" }) {
				assertThat(status(context, "POST", PATH, wrong)).as(wrong).isEqualTo(400);
			}
		}
	}

	@Test
	void bansAnAddressForJunk() throws Exception {
		try (ConfigurableApplicationContext context = run("stratum.ban.malformed-connections=3")) {
			for (int i = 0; i < 3; i++) {
				say(context, "{this is no JSON}");
			}
			Awaitility.await().until(() -> bans(context).path("total").asInt() == 1);
			assertThat(bans(context).path("bans").path(0).path("reason").asString()).isEqualTo("malformed-messages");
			assertRefused(context);
		}
	}

	@Test
	void doesNotBanWhoSpeaksHttp() {
		try (ConfigurableApplicationContext context = run("stratum.ban.malformed-connections=1")) {
			for (int i = 0; i < 3; i++) {
				say(context, "GET /" + "x".repeat(100) + " HTTP/1.1");
			}
			connect(context).close();
		}
	}

	@Test
	void hasNoEndpointWhenDisabled() throws Exception {
		try (ConfigurableApplicationContext context = run("stratum.ban.enabled=false")) {
			assertThat(status(context, "GET", PATH, "")).isEqualTo(404);
		}
	}

	@Test
	void isReadOnlyUnlessToldOtherwise() throws Exception {
		try (ConfigurableApplicationContext context = run("management.endpoint.stratumbans.access=read-only")) {
			assertThat(status(context, "GET", PATH, "")).isEqualTo(200);
			assertThat(status(context, "POST", PATH, "{\"account\":\"a\"}")).isEqualTo(405);
			assertThat(status(context, "DELETE", PATH + "?account=a", "")).isEqualTo(405);
		}
	}

	private static void say(ConfigurableApplicationContext context, String line) {
		try (ScriptedMiner miner = ScriptedMiner.connect(port(context))) {
			miner.sendLine(line);
			miner.awaitEnd();
		}
	}

	private static void assertRefused(ConfigurableApplicationContext context) {
		try (ScriptedMiner miner = ScriptedMiner.connect(port(context))) {
			miner.awaitEnd();
		}
	}

	private static ScriptedMiner connect(ConfigurableApplicationContext context) {
		ScriptedMiner miner = ScriptedMiner.connect(port(context));
		miner.request("mining.subscribe", "test/1");
		assertThat(authorize(miner, GOOD)).isTrue();
		return miner;
	}

	private static boolean authorize(ScriptedMiner miner, String worker) {
		return miner.request("mining.authorize", worker, "x").path("result").asBoolean();
	}

	private static ConfigurableApplicationContext run(String... properties) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.SERVLET)
			.properties("stratum.listeners.tcp.port=0", "stratum.listeners.tcp.address=127.0.0.1",
					"stratum.mining.network=regtest", "stratum.difficulty.variable=false",
					"stratum.difficulty.minimum=" + DIFFICULTY, "stratum.difficulty.initial=" + DIFFICULTY,
					"stratum.ban.exempt-loopback=false", "server.port=0", "management.endpoints.web.exposure.include=*",
					"management.endpoint.stratumbans.show-values=always",
					"management.endpoint.stratumbans.access=unrestricted",
					"spring.reactor.netty.shutdown-quiet-period=0s")
			.run(Arrays.stream(properties).map((property) -> "--" + property).toArray(String[]::new));
		Awaitility.await().until(() -> context.getBean(MiningEngine.class).isReady());
		return context;
	}

	private static int port(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.stratum.port", Integer.class);
	}

	private JsonNode bans(ConfigurableApplicationContext context) throws Exception {
		return JsonMapper.shared().readTree(exchange(context, "GET", PATH, "").body());
	}

	private int metric(ConfigurableApplicationContext context, String name) throws Exception {
		return JsonMapper.shared()
			.readTree(exchange(context, "GET", "/actuator/metrics/" + name, "").body())
			.path("measurements")
			.path(0)
			.path("value")
			.asInt();
	}

	private int status(ConfigurableApplicationContext context, String method, String path, String body)
			throws Exception {
		return exchange(context, method, path, body).statusCode();
	}

	private HttpResponse<String> exchange(ConfigurableApplicationContext context, String method, String path,
			String body) throws Exception {
		int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
			.header("Content-Type", "application/json")
			.method(method,
					body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
			.build();
		return this.http.send(request, BodyHandlers.ofString());
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		EmptyTemplates templates() {
			return new EmptyTemplates();
		}

	}

}
