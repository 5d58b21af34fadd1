package io.stratum.autoconfigure.ban;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import io.stratum.autoconfigure.EmptyTemplates;
import io.stratum.ban.Bans;
import io.stratum.bitcoin.Target;
import io.stratum.client.MinerJob;
import io.stratum.client.StratumClient;
import io.stratum.client.btcagent.AgentListener;
import io.stratum.client.btcagent.AgentSession;
import io.stratum.client.btcagent.AgentSetup;
import io.stratum.client.btcagent.AgentShare;
import io.stratum.client.btcagent.RegisteredWorker;
import io.stratum.client.sv2.Sv2MinerChannel;
import io.stratum.client.sv2.Sv2ErrorException;
import io.stratum.client.sv2.Sv2MinerListener;
import io.stratum.client.sv2.Sv2MinerSession;
import io.stratum.client.sv2.Sv2Setup;
import io.stratum.client.transport.Sv2Security;
import io.stratum.engine.MiningEngine;
import io.stratum.mining.ban.BanSubject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Bans of workers of Stratum V2 and behind agents, on real connections.
 */
class BanDialectsIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final String ACCOUNT = EmptyTemplates.REGTEST_ADDRESS;

	@Test
	void stopsAMinerBehindAnAgentAndSparesItsNeighbour() {
		try (ConfigurableApplicationContext context = run()) {
			AgentSession agent = AgentSession
				.connect(client(context, "stratum+tcp"), AgentSetup.of(ACCOUNT), new AgentListener() {
				})
				.block(TIMEOUT);
			RegisteredWorker bad = agent.register("test/1", "bad").block(TIMEOUT);
			RegisteredWorker good = agent.register("test/1", "good").block(TIMEOUT);
			Awaitility.await().until(() -> bad.job() != null && good.job() != null);
			context.getBean(Bans.class).add(new BanSubject.Worker(ACCOUNT + ".bad"), null, "");
			assertThat(catchThrowable(() -> submit(bad))).hasMessageContaining("28");
			assertThat(catchThrowable(() -> submit(good))).hasMessageContaining("23");
			assertThat(agent.isOpen()).isTrue();
			agent.close();
		}
	}

	private static void submit(RegisteredWorker worker) {
		MinerJob job = worker.job();
		worker.submit(new AgentShare(job, 1, (int) (System.currentTimeMillis() / 1000), 1, 0)).block(TIMEOUT);
	}

	@Test
	void closesTheChannelOfABannedUserAndSparesTheOther() {
		AtomicReference<String> closed = new AtomicReference<>();
		try (ConfigurableApplicationContext context = run()) {
			Sv2MinerSession session = Sv2MinerSession
				.connect(client(context, "stratum2+tcp"), Sv2Setup.of("test", "1"), new Sv2MinerListener() {

					@Override
					public void channelClosed(Sv2MinerChannel channel, Sv2ErrorException reason) {
						closed.set(reason.getMessage());
					}

				})
				.block(TIMEOUT);
			session.openStandardChannel(ACCOUNT + ".bad", 1e6f, Target.MAX).block(TIMEOUT);
			session.openStandardChannel(ACCOUNT + ".good", 1e6f, Target.MAX).block(TIMEOUT);
			context.getBean(Bans.class).add(new BanSubject.Worker(ACCOUNT + ".bad"), null, "");
			Awaitility.await().until(() -> closed.get() != null);
			assertThat(closed.get()).contains("banned");
			assertThat(session.channels()).hasSize(1);
			assertThat(session.isOpen()).isTrue();
			assertThat(catchThrowable(
					() -> session.openStandardChannel(ACCOUNT + ".bad", 1e6f, Target.MAX).block(TIMEOUT)))
				.hasMessageContaining("banned");
			session.close();
		}
	}

	private static StratumClient client(ConfigurableApplicationContext context, String scheme) {
		int port = context.getEnvironment().getRequiredProperty("local.stratum.port", Integer.class);
		return StratumClient.builder()
			.uri(scheme + "://127.0.0.1:" + port)
			.sv2Security(Sv2Security.uncheckedNoise())
			.build();
	}

	private static ConfigurableApplicationContext run() {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("stratum.listeners.tcp.port=0", "stratum.listeners.tcp.address=127.0.0.1",
					"stratum.mining.network=regtest", "spring.reactor.netty.shutdown-quiet-period=0s")
			.run();
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

	}

}
