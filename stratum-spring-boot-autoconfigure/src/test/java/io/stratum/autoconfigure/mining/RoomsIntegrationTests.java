package io.stratum.autoconfigure.mining;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import io.stratum.autoconfigure.EmptyTemplates;
import io.stratum.bitcoin.Hash256;
import io.stratum.engine.MiningEngine;
import io.stratum.mining.Authentication;
import io.stratum.mining.AuthenticationRequest;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.BlockTemplateSource;
import io.stratum.mining.Share;
import io.stratum.mining.ShareRecorder;
import io.stratum.mining.Worker;
import io.stratum.mining.WorkerAuthenticator;
import io.stratum.room.Fault;
import io.stratum.test.ScriptedMiner;
import io.stratum.test.ShareMaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Whole applications whose authenticator is slow or hangs: nobody else waits for it.
 */
class RoomsIntegrationTests {

	private static final double DIFFICULTY = 0x1p-16;

	private static final String WORKER = EmptyTemplates.REGTEST_ADDRESS + ".rig1";

	/** How many made-up names each connection logs in with. */
	private static final int NAMES = 400;

	private final List<ScriptedMiner> peers = new ArrayList<>();

	private final ConfigurableApplicationContext context = run();

	private final Pool pool = this.context.getBean(Pool.class);

	private JsonNode subscribed;

	@AfterEach
	void close() {
		this.pool.hanging.countDown();
		this.peers.forEach(ScriptedMiner::close);
		this.context.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 5, 20, 40 })
	void doesNotDelayTipsAndSharesByLoginsWithNamesThatAreMadeUp(int connections) {
		ScriptedMiner miner = login();
		StringBuilder logins = new StringBuilder();
		for (int i = 0; i < NAMES; i++) {
			logins.append("{\"id\":")
				.append(i)
				.append(",\"method\":\"mining.authorize\",\"params\":[\"made-up")
				.append(i)
				.append("\",\"x\"]}\n");
		}
		for (int i = 0; i < connections; i++) {
			connect().sendBytes(logins.toString().getBytes(StandardCharsets.US_ASCII));
		}
		Awaitility.await().until(() -> this.pool.refused.get() > 20);
		// Well within the time that the flood takes, and within that of the miner's wait
		JsonNode job = awaitTip(miner);
		JsonNode answer = miner.request("mining.submit",
				(Object[]) ShareMaker.of(this.subscribed).share(job, WORKER, DIFFICULTY));
		assertThat(answer.path("result").asBoolean()).as(answer.toString()).isTrue();
		assertThat(this.pool.refused).as("the flood goes on").hasValueLessThan(connections * NAMES);
		assertThat(this.pool.recorded).hasSize(1);
	}

	@Test
	void stopsNothingElseWhenLoginsHang() {
		ScriptedMiner miner = login();
		for (int i = 0; i < 8; i++) {
			connect().send("mining.authorize", "hang" + i, "x");
		}
		for (ScriptedMiner peer : this.peers.subList(1, 9)) {
			JsonNode answer = peer.awaitNext();
			assertThat(answer.path("error").path(1).asString()).isEqualTo("Login timed out");
		}
		assertThat(this.context.getBean(MiningEngine.class).status().faults()).extracting(Fault::bean, Fault::text)
			.containsExactly(tuple("WorkerAuthenticator (io.stratum.autoconfigure.mining.RoomsIntegrationTests$Pool)",
					"no result within PT1S, 8 of 16"));
		JsonNode job = awaitTip(miner);
		JsonNode answer = miner.request("mining.submit",
				(Object[]) ShareMaker.of(this.subscribed).share(job, WORKER, DIFFICULTY));
		assertThat(answer.path("result").asBoolean()).as(answer.toString()).isTrue();
		login();
	}

	private JsonNode awaitTip(ScriptedMiner miner) {
		this.pool.height.incrementAndGet();
		JsonNode job = miner.awaitMethod("mining.notify");
		while (!job.path("params").path(8).asBoolean()) {
			job = miner.awaitMethod("mining.notify");
		}
		return job;
	}

	/** A miner that has its first job. */
	private ScriptedMiner login() {
		ScriptedMiner miner = connect();
		this.subscribed = miner.request("mining.subscribe", "test/1");
		assertThat(miner.request("mining.authorize", WORKER, "x").path("result").asBoolean()).isTrue();
		miner.awaitMethod("mining.notify");
		return miner;
	}

	private ScriptedMiner connect() {
		ScriptedMiner peer = ScriptedMiner
			.connect(this.context.getEnvironment().getRequiredProperty("local.stratum.port", Integer.class));
		this.peers.add(peer);
		return peer;
	}

	private static ConfigurableApplicationContext run() {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run("--stratum.listeners.tcp.port=0", "--stratum.listeners.tcp.address=127.0.0.1",
					"--stratum.mining.network=regtest", "--stratum.difficulty.variable=false",
					"--stratum.difficulty.minimum=" + DIFFICULTY, "--stratum.difficulty.initial=" + DIFFICULTY,
					"--stratum.mining.poll-interval=50ms", "--stratum.mining.policy-timeout=1s",
					"--stratum.mining.acknowledge-timeout=10s", "--spring.reactor.netty.shutdown-quiet-period=0s");
		Awaitility.await().until(() -> context.getBean(MiningEngine.class).isReady());
		return context;
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Pool pool() {
			return new Pool();
		}

	}

	/**
	 * Refuses names that are made up after 50 milliseconds, and others never.
	 */
	static class Pool implements BlockTemplateSource, WorkerAuthenticator, ShareRecorder {

		final AtomicInteger height = new AtomicInteger(100);

		final AtomicInteger refused = new AtomicInteger();

		final CountDownLatch hanging = new CountDownLatch(1);

		final List<Share> recorded = new CopyOnWriteArrayList<>();

		@Override
		public BlockTemplate fetch() {
			byte[] previous = new byte[Hash256.LENGTH];
			previous[0] = (byte) this.height.get();
			long now = Instant.now().getEpochSecond();
			return BlockTemplate.builder()
				.previousBlock(Hash256.ofInternal(previous))
				.height(this.height.get())
				.nBits(0x1d00ffff)
				.time(now)
				.minTime(now - 600)
				.coinbaseValue(5_000_000_000L)
				.fetched(Instant.now())
				.build();
		}

		@Override
		public Authentication authenticate(AuthenticationRequest request) throws Exception {
			String name = request.workerName();
			if (name.startsWith("made-up")) {
				this.hanging.await(50, TimeUnit.MILLISECONDS);
				this.refused.incrementAndGet();
				return Authentication.refused("Who is that?");
			}
			while (name.startsWith("hang") && this.hanging.getCount() > 0) {
				try {
					this.hanging.await();
				}
				catch (InterruptedException ex) {
					// It hangs
				}
			}
			return Authentication.accepted(Worker.of(name));
		}

		@Override
		public void record(List<Share> shares) {
			this.recorded.addAll(shares);
		}

	}

}
