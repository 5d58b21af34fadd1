package io.stratum.autoconfigure;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;
import io.stratum.client.StratumClient;
import io.stratum.client.sv2.Sv2MinerChannel;
import io.stratum.client.sv2.Sv2Job;
import io.stratum.client.sv2.Sv2MinerListener;
import io.stratum.client.sv2.Sv2MinerSession;
import io.stratum.client.sv2.Sv2Setup;
import io.stratum.client.sv2.Sv2Share;
import io.stratum.client.transport.Sv2Security;
import io.stratum.engine.MiningEngine;
import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.mining.Share;
import io.stratum.mining.ShareRecorder;
import io.stratum.protocol.btcagent.AgentMessage.AskNoncePrefix;
import io.stratum.protocol.btcagent.AgentMessage.SetExtranonce;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensions;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensionsSuccess;
import io.stratum.test.ShareMaker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whole applications that stop while a recorder and a handler take 1.5 seconds each: in
 * every dialect, on a listener of its own and on the path of the web server.
 */
class GracefulStopIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final double DIFFICULTY = 0x1p-16;

	private static final String ACCOUNT = EmptyTemplates.REGTEST_ADDRESS;

	@ParameterizedTest
	@EnumSource(WebApplicationType.class)
	void answersAMinerOfStratumV1(WebApplicationType type) throws Exception {
		ConfigurableApplicationContext context = run(type);
		CompletableFuture<Void> stopped;
		try (ScriptedAgent miner = connect(type, context)) {
			miner.send("""
					{"id":1,"method":"mining.subscribe","params":["miner/1"]}
					{"id":2,"method":"mining.authorize","params":["%s",""]}
					""".formatted(ACCOUNT));
			JsonNode subscribed = miner.line();
			JsonNode job = awaitJob(miner);
			String[] share = ShareMaker.of(subscribed).share(job, ACCOUNT, DIFFICULTY);
			miner.send("""
					{"id":3,"method":"mining.submit","params":["%s"]}
					{"id":4,"method":"slow","params":[]}
					""".formatted(String.join("\",\"", share)));
			stopped = stop(context);
			assertThat(miner.line().toString()).isEqualTo("{\"id\":3,\"result\":true,\"error\":null}");
			assertThat(miner.line().toString()).isEqualTo("{\"id\":4,\"result\":\"done\",\"error\":null}");
			assertThat(miner.line().path("method").asString()).isEqualTo("client.reconnect");
		}
		finally {
			context.close();
		}
		stopped.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
	}

	@ParameterizedTest
	@EnumSource(WebApplicationType.class)
	void answersAnAgent(WebApplicationType type) throws Exception {
		ConfigurableApplicationContext context = run(type);
		CompletableFuture<Void> stopped;
		try (ScriptedAgent agent = connect(type, context)) {
			agent.send("""
					{"id":1,"method":"agent.get_capabilities","params":[["subres"]]}
					{"id":2,"method":"mining.subscribe","params":["btccom-agent/2.0.0-mu"]}
					{"id":3,"method":"mining.authorize","params":["%s",""]}
					""".formatted(ACCOUNT));
			agent.line();
			JsonNode subscribed = agent.line();
			JsonNode job = awaitJob(agent);
			agent.frame("7f 01 1b00 0100 63676d696e65722f342e31312e3100 726967303100");
			agent.frame(share(job, subscribed.path("result").path(1).asString()));
			agent.frame("7f 21 0600 0100");
			stopped = stop(context);
			assertThat(List.of(agent.frame(10), agent.frame(10))).containsExactlyInAnyOrder("7f100a00000087962c6b",
					"7f220a00010004030201");
		}
		finally {
			context.close();
		}
		stopped.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
	}

	@ParameterizedTest
	@EnumSource(WebApplicationType.class)
	void answersAMinerOfStratumV2(WebApplicationType type) throws Exception {
		ConfigurableApplicationContext context = run(type);
		try (context) {
			Sv2MinerSession session = Sv2MinerSession
				.connect(client(type, context), Sv2Setup.of("test", "1"), new Sv2MinerListener() {
				})
				.block(TIMEOUT);
			Sv2MinerChannel channel = session.openStandardChannel(ACCOUNT, 1, Target.MAX).block(TIMEOUT);
			Awaitility.await().until(() -> channel.job() != null);
			CompletableFuture<Void> share = channel.submit(share(channel.job())).toFuture();
			CompletableFuture<Set<Integer>> extensions = session.requestExtensions(Set.of(7)).toFuture();
			CompletableFuture<Void> stopped = stop(context);
			assertThat(extensions.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).containsExactly(7);
			assertThat(share).succeedsWithin(TIMEOUT);
			session.closed().onErrorComplete().block(TIMEOUT);
			stopped.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		}
	}

	private static JsonNode awaitJob(ScriptedAgent peer) throws Exception {
		JsonNode line = peer.line();
		while (!line.path("method").asString("").equals("mining.notify")) {
			line = peer.line();
		}
		return line;
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

	private static Sv2Share share(Sv2Job job) {
		byte[] header = job.header(new byte[job.extranonceSize()]);
		int nonce = 0;
		while (!job.target().isMetBy(Sha256d.hash(header).toInternal())) {
			LittleEndian.putInt(header, BlockHeader.NONCE_OFFSET, ++nonce);
		}
		return new Sv2Share(job, LittleEndian.getInt(header, BlockHeader.TIME_OFFSET), nonce, job.version(),
				new byte[job.extranonceSize()], null);
	}

	/** Stops an application once both requests are under way. */
	private static CompletableFuture<Void> stop(ConfigurableApplicationContext context) throws InterruptedException {
		Slowness slowness = context.getBean(Slowness.class);
		assertThat(slowness.underWay.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		return CompletableFuture.runAsync(context::close);
	}

	private static ScriptedAgent connect(WebApplicationType type, ConfigurableApplicationContext context)
			throws Exception {
		return (type == WebApplicationType.NONE) ? new ScriptedAgent.OnSocket(port(type, context))
				: new ScriptedAgent.OnWebSocket(port(type, context));
	}

	private static StratumClient client(WebApplicationType type, ConfigurableApplicationContext context) {
		String uri = (type == WebApplicationType.NONE) ? "stratum2+tcp://127.0.0.1:" + port(type, context)
				: "ws://127.0.0.1:" + port(type, context) + "/stratum";
		return StratumClient.builder().uri(uri).sv2Security(Sv2Security.uncheckedNoise()).build();
	}

	private static int port(WebApplicationType type, ConfigurableApplicationContext context) {
		String property = (type == WebApplicationType.NONE) ? "local.stratum.port" : "local.server.port";
		return context.getEnvironment().getRequiredProperty(property, Integer.class);
	}

	private static ConfigurableApplicationContext run(WebApplicationType type) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).web(type)
			.properties("stratum.listeners.tcp.port=0", "stratum.listeners.tcp.address=127.0.0.1",
					"stratum.mining.network=regtest", "stratum.mining.acknowledge=recorded",
					"stratum.mining.acknowledge-timeout=20s", "stratum.difficulty.variable=false",
					"stratum.difficulty.minimum=" + DIFFICULTY, "stratum.difficulty.initial=" + DIFFICULTY,
					"stratum.shutdown.grace-period=20s", "server.port=0",
					"spring.reactor.netty.shutdown-quiet-period=0s")
			.run((type != WebApplicationType.NONE) ? new String[] { "--stratum.websocket.mapping-path=/stratum" }
					: new String[0]);
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
		Slowness slowness() {
			return new Slowness();
		}

		@Bean
		Recorder recorder(Slowness slowness) {
			return new Recorder(slowness);
		}

		@Bean
		Controller controller(Slowness slowness) {
			return new Controller(slowness);
		}

	}

	/**
	 * What is begun before the stop ends 1.5 seconds after its beginning.
	 */
	static class Slowness {

		/** The share and the call of the handler. */
		final CountDownLatch underWay = new CountDownLatch(2);

		private final CountDownLatch end = new CountDownLatch(1);

		@EventListener(ContextClosedEvent.class)
		void stopping() {
			CompletableFuture.delayedExecutor(1500, TimeUnit.MILLISECONDS).execute(this.end::countDown);
		}

		void await() throws InterruptedException {
			this.underWay.countDown();
			assertThat(this.end.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}

	}

	@StratumController
	record Controller(Slowness slowness) {

		@StratumMapping("slow")
		String slow() throws InterruptedException {
			this.slowness.await();
			return "done";
		}

		@StratumMapping
		SetExtranonce prefix(AskNoncePrefix message) throws InterruptedException {
			this.slowness.await();
			return new SetExtranonce(message.session(), 0x01020304);
		}

		@StratumMapping
		RequestExtensionsSuccess extensions(RequestExtensions message) throws InterruptedException {
			this.slowness.await();
			return new RequestExtensionsSuccess(message.requestId(), message.requestedExtensions());
		}

	}

	record Recorder(Slowness slowness) implements ShareRecorder {

		@Override
		public void record(List<Share> shares) throws InterruptedException {
			this.slowness.await();
		}

	}

}
