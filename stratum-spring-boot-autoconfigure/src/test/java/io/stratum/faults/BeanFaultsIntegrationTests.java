package io.stratum.faults;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.context.ConfigurableApplicationContext;

import io.stratum.actuate.health.StratumHealthIndicator;
import io.stratum.ban.Bans;
import io.stratum.bitcoin.Hash256;
import io.stratum.engine.MiningEngine;
import io.stratum.mining.ban.BanSubject;
import io.stratum.mining.ban.IpNetwork;
import io.stratum.test.ScriptedMiner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Breaks one bean after the other, in each way in which it can break, and two at a time,
 * alone and under a flood of its callers. Only the services that the table of
 * {@link FaultyBean} allows may fail, and health names the bean. When the bean works
 * again everything does.
 */
class BeanFaultsIntegrationTests {

	/**
	 * Far above what a service takes, far below what a queue behind a hung bean takes.
	 */
	private static final Duration WITHIN = Duration.ofSeconds(4);

	private static ConfigurableApplicationContext context;

	private static int port;

	private final List<Rig> rigs = new ArrayList<>();

	private final List<Socket> flood = new ArrayList<>();

	@BeforeAll
	static void start() {
		context = new SpringApplicationBuilder(FaultyPool.class).web(WebApplicationType.NONE)
			.properties("stratum.listeners.tcp.port=0", "stratum.listeners.tcp.address=127.0.0.1",
					"stratum.mining.network=regtest", "stratum.mining.payout-address=" + FaultyPool.ADDRESS,
					"stratum.difficulty.minimum=1", "stratum.difficulty.initial=1", "stratum.sv2.plaintext=true",
					"stratum.sv2.share-batch-size=1", "stratum.mining.policy-timeout=1s",
					"stratum.mining.acknowledge-timeout=1s", "stratum.ban.store-timeout=1s",
					"stratum.ban.exempt-loopback=false", "stratum.ban.refresh-interval=1s",
					"stratum.handler.timeout=1s", "stratum.limits.connection-rate-per-address=100000",
					"stratum.limits.max-connections-per-address=100000", "spring.main.banner-mode=off")
			.run();
		port = context.getEnvironment().getRequiredProperty("local.stratum.port", Integer.class);
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@BeforeEach
	void logIn() {
		Awaitility.await().until(() -> context.getBean(MiningEngine.class).isReady());
		this.rigs.add(Rigs.v1(port, "veteran.v1"));
		this.rigs.add(Rigs.v2(port, "veteran.v2"));
		this.rigs.add(Rigs.agent(port, "veteran"));
	}

	@AfterEach
	void recover() throws Exception {
		for (FaultyBean bean : FaultyBean.values()) {
			bean.recover();
		}
		try {
			for (Socket socket : this.flood) {
				socket.close();
			}
			Awaitility.await()
				.atMost(Duration.ofSeconds(15))
				.untilAsserted(() -> assertThat(failing()).as("what still fails").isEmpty());
		}
		finally {
			this.rigs.forEach(Rig::close);
		}
	}

	static Stream<Arguments> faults() {
		return Stream.of(FaultyBean.values())
			.flatMap((bean) -> bean.troubles().stream().map((trouble) -> Arguments.of(bean, trouble)));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("faults")
	void nothingFailsButWhatTheBeanIsFor(FaultyBean bean, Trouble trouble) throws Exception {
		bean.breakDown(trouble);
		provoke(bean);
		assertOnly(bean.mayFail());
		assertThat(bean.wasCalled()).as("whether %s was called at all", bean).isTrue();
		assertNamed(bean);
	}

	@ParameterizedTest(name = "{0} hangs, names of one address: {1}")
	@CsvSource({ "AUTHENTICATOR,true", "AUTHENTICATOR,false", "PAYOUT,true", "PAYOUT,false", "HANDLER,true",
			"HANDLER,false", "RECORDER,true", "BAN_STORE,true", "CUSTOM_JOBS,true", "TEMPLATES,true",
			"SUBMITTER,true" })
	void floodOfCallersChangesNothing(FaultyBean bean, boolean oneAddress) throws Exception {
		bean.breakDown(Trouble.HANGS);
		provoke(bean);
		flood(bean, oneAddress);
		assertOnly(bean.mayFail());
		assertNamed(bean);
	}

	@ParameterizedTest(name = "{0} {1}, {2} {3}")
	@CsvSource({ "AUTHENTICATOR,HANGS,RECORDER,HANGS", "AUTHENTICATOR,HANGS,BAN_STORE,HANGS",
			"RECORDER,THROWS,SUBMITTER,HANGS", "BAN_STORE,HANGS,TEMPLATES,HANGS", "PAYOUT,HANGS,AUTHENTICATOR,HANGS",
			"HANDLER,HANGS,RECORDER,HANGS", "LISTENER,ERRS,RECORDER,HANGS", "BANS,ERRS,AUTHENTICATOR,ERRS",
			"DIFFICULTY,ERRS,LISTENER,ERRS", "SUBMITTER,HANGS,CUSTOM_JOBS,HANGS" })
	void twoAtATime(FaultyBean first, Trouble how, FaultyBean second, Trouble too) throws Exception {
		first.breakDown(how);
		second.breakDown(too);
		provoke(first);
		provoke(second);
		Set<Service> allowed = EnumSet.noneOf(Service.class);
		allowed.addAll(first.mayFail());
		allowed.addAll(second.mayFail());
		assertOnly(allowed);
		assertNamed(first);
		assertNamed(second);
	}

	private void assertOnly(Set<Service> mayFail) {
		Map<Service, Throwable> failing = failing();
		failing.keySet().removeAll(mayFail);
		assertThat(failing).as("what fails and must not").isEmpty();
	}

	/** Has a bean called, of which the services below need not be in want. */
	private void provoke(FaultyBean bean) {
		switch (bean) {
			case CUSTOM_JOBS -> CustomJobCall.propose(context.getBean(MiningEngine.class));
			case BAN_STORE -> context.getBean(Bans.class)
				.add(new BanSubject.Network(IpNetwork.parse("192.0.2.1/32")), Duration.ofMinutes(1), "");
			case PAYOUT -> context.getBean(FaultyPool.Chain.class).grow();
			default -> {
				// the services call it
			}
		}
	}

	private void assertNamed(FaultyBean bean) {
		if (!bean.named().isEmpty()) {
			Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
				Health health = context.getBean(StratumHealthIndicator.class).health();
				assertThat(health.getDetails().toString()).contains(bean.named());
			});
		}
	}

	/** Tries all services, and gives those that fail. */
	private Map<Service, Throwable> failing() {
		Map<Service, Throwable> failing = new EnumMap<>(Service.class);
		List<Attempt> attempts = new ArrayList<>();
		attempts.add(new Attempt(Service.LOGIN, this::login));
		attempts.add(new Attempt(Service.HANDLER, this::ping));
		attempts.add(new Attempt(Service.TIP, this::tip));
		attempts.add(new Attempt(Service.SHARE, this::share));
		attempts.add(new Attempt(Service.BLOCK, this::block));
		for (Attempt attempt : attempts) {
			try {
				attempt.action().run();
			}
			catch (Exception | AssertionError ex) {
				failing.put(attempt.service(), ex);
			}
		}
		return failing;
	}

	private void tip() throws Exception {
		Hash256 tip = context.getBean(FaultyPool.Chain.class).grow();
		for (Rig rig : this.rigs) {
			rig.awaitTip(tip, WITHIN);
		}
	}

	private void share() throws Exception {
		for (Rig rig : this.rigs) {
			assertThat(rig.submit(false).isAccepted(WITHIN)).as(rig.toString()).isTrue();
		}
	}

	private void block() throws Exception {
		for (Rig rig : this.rigs) {
			Hash256 hash = rig.submit(true).hash();
			Awaitility.await(rig.toString())
				.atMost(WITHIN)
				.until(() -> context.getBean(FaultyPool.Chain.class).blocks.contains(hash));
		}
	}

	private void login() throws Exception {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
				ScriptedMiner miner = new ScriptedMiner(socket, WITHIN)) {
			miner.request("mining.subscribe", "newcomer/1");
			assertThat(miner.request("mining.authorize", "newcomer", "x").path("result").asBoolean()).isTrue();
		}
	}

	private void ping() throws Exception {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
				ScriptedMiner miner = new ScriptedMiner(socket, WITHIN)) {
			assertThat(miner.request("pool.ping").path("result").asString()).isEqualTo("pong");
		}
	}

	/** Calls of a hanging bean without end, on connections that stay. */
	private void flood(FaultyBean bean, boolean oneAddress) throws Exception {
		for (int i = 0; i < 40; i++) {
			Socket socket = new Socket();
			socket.bind(new InetSocketAddress(oneAddress ? "127.0.0.1" : "127.0.1." + (i + 1), 0));
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			this.flood.add(socket);
			StringBuilder lines = new StringBuilder();
			lines.append("{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"flood/1\"]}\n");
			for (int j = 0; j < 50; j++) {
				lines.append("{\"id\":").append(j + 2).append(request(bean, i * 50 + j)).append("}\n");
			}
			socket.getOutputStream().write(lines.toString().getBytes(StandardCharsets.US_ASCII));
		}
		for (int i = 0; i < 20; i++) {
			provoke(bean);
		}
	}

	private static String request(FaultyBean bean, int number) {
		return switch (bean) {
			case HANDLER -> ",\"method\":\"pool.ping\",\"params\":[]";
			case PAYOUT -> ",\"method\":\"mining.authorize\",\"params\":[\"other" + number + "\",\"x\"]";
			default -> ",\"method\":\"mining.authorize\",\"params\":[\"name" + number + "\",\"x\"]";
		};
	}

	/**
	 * A service to try.
	 *
	 * @param service the service
	 * @param action fails if it fails
	 */
	private record Attempt(Service service, Action action) {
	}

	private interface Action {

		void run() throws Exception;

	}

}
