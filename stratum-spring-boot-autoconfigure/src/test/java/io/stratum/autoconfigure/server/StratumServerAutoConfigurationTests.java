package io.stratum.autoconfigure.server;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import reactor.netty.tcp.TcpServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;

import io.stratum.autoconfigure.StratumAutoConfiguration;
import io.stratum.autoconfigure.StratumSettings;
import io.stratum.autoconfigure.EmptyTemplates;
import io.stratum.autoconfigure.mining.StratumMiningAutoConfiguration;
import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.server.ListenerSettings;
import io.stratum.server.StratumServer;
import io.stratum.server.StratumServer.BoundListener;
import io.stratum.server.StratumServerException;
import io.stratum.server.StratumServerException.Reason;
import io.stratum.server.context.LocalPortInitializer;
import io.stratum.server.context.StratumServerLifecycle;
import io.stratum.server.netty.NettyServerCustomizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class StratumServerAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(StratumAutoConfiguration.class, StratumMiningAutoConfiguration.class,
				StratumServerAutoConfiguration.class, StratumWebSocketAutoConfiguration.class,
				SslAutoConfiguration.class))
		.withPropertyValues("stratum.listeners.tcp.port=0", "stratum.listeners.tcp.address=127.0.0.1",
				"stratum.mining.network=regtest");

	private final ApplicationContextRunner serving = this.runner.withBean(Controller.class);

	@Test
	void servesHandlers() {
		this.serving.run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(StratumServer.class);
			List<BoundListener> listeners = context.getBean(StratumServer.class).listeners();
			assertThat(listeners).singleElement().satisfies((listener) -> {
				assertThat(listener.name()).isEqualTo("tcp");
				assertThat(listener.port()).isPositive();
			});
			assertThat(context.getBean(StratumServerLifecycle.class).isRunning()).isTrue();
		});
	}

	@Test
	void servesMiningWithoutHandlers() {
		this.runner.withBean(EmptyTemplates.class)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(StratumServer.class));
	}

	@Test
	void publishesPorts() {
		this.serving.withInitializer(new LocalPortInitializer())
			.withPropertyValues("stratum.listeners.big.port=0", "stratum.listeners.big.address=127.0.0.1")
			.run((context) -> {
				assertThat(context.getEnvironment().getProperty("local.stratum.tcp.port", Integer.class)).isPositive();
				assertThat(context.getEnvironment().getProperty("local.stratum.big.port", Integer.class)).isPositive();
				assertThat(context.getEnvironment().getProperty("local.stratum.port")).isNull();
			});
	}

	@Test
	void backsOffWithoutReactorNettyAndSaysSoWhenAskedToListen() {
		this.serving.withClassLoader(new FilteredClassLoader(TcpServer.class))
			.run((context) -> assertThat(failure(context.getStartupFailure()).getDescription())
				.isEqualTo("Property 'stratum.listeners' is set, but Reactor Netty is not on the class path."));
	}

	@Test
	void keepsServerOfTheUser() {
		StratumServer server = mock(StratumServer.class);
		given(server.listeners()).willReturn(List.of());
		given(server.stop(any())).willReturn(CompletableFuture.completedFuture(null));
		this.serving.withBean(StratumServer.class, () -> server)
			.run((context) -> assertThat(context.getBean(StratumServer.class)).isSameAs(server));
	}

	@Test
	void customizesListeners() {
		StringBuilder customized = new StringBuilder();
		this.serving.withBean(NettyServerCustomizer.class, () -> (listener, server) -> {
			customized.append(listener);
			return server;
		}).run((context) -> assertThat(customized).hasToString("tcp"));
	}

	@Test
	void refusesUnknownSslBundle() {
		this.serving.withPropertyValues("stratum.listeners.tcp.ssl.bundle=pool").run((context) -> {
			FailureAnalysis failure = failure(context.getStartupFailure());
			assertThat(failure.getDescription()).isEqualTo(
					"Property 'stratum.listeners.tcp.ssl.bundle': 'pool' " + "(expected: one of the SSL bundles [])");
			assertThat(failure.getAction())
				.isEqualTo("Define the bundle under 'spring.ssl.bundle', or correct its name.");
		});
	}

	@Test
	void saysThatAPortIsInUse() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			this.serving.withPropertyValues("stratum.listeners.tcp.port=" + taken.getLocalPort()).run((context) -> {
				assertThat(context).hasFailed();
				FailureAnalysis failure = analyze(context.getStartupFailure());
				assertThat(failure.getDescription()).isEqualTo("Stratum listener 'tcp' failed to start. Port "
						+ taken.getLocalPort() + " was already in use.");
				assertThat(failure.getAction()).isEqualTo("Identify and stop the process that's listening on port "
						+ taken.getLocalPort() + ", or set 'stratum.listeners.tcp.port' to another port.");
			});
		}
	}

	@Test
	void saysWhyAListenerCannotBeBound() {
		FailureAnalysis failure = analyze(
				new StratumServerException("big", 3336, Reason.NOT_BOUND, "Cannot assign requested address", null));
		assertThat(failure.getDescription()).isEqualTo("Cannot assign requested address");
		assertThat(failure.getAction())
			.isEqualTo("Check 'stratum.listeners.big.address' and 'stratum.listeners.big.port'.");
	}

	@Test
	void saysThatTheFilesOfAnSslBundleAreNotThere() {
		this.serving
			.withPropertyValues("stratum.listeners.tls.port=0", "stratum.listeners.tls.ssl.bundle=pool",
					"spring.ssl.bundle.pem.pool.keystore.certificate=file:none.crt",
					"spring.ssl.bundle.pem.pool.keystore.private-key=file:none.key")
			.run((context) -> {
				assertThat(context).hasFailed();
				FailureAnalysis failure = analyze(context.getStartupFailure());
				assertThat(failure.getDescription())
					.startsWith("Stratum listener 'tls' on 0.0.0.0:0 has no usable TLS certificate: ")
					.contains("none.crt");
				assertThat(failure.getAction()).isEqualTo("Check the certificate and the private key of the SSL bundle "
						+ "that 'stratum.listeners.tls.ssl.bundle' names.");
			});
	}

	@Test
	void saysWhichHandlerCannotWork() {
		this.serving.withBean("another", Controller.class)
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getAction())
				.isEqualTo("Remove one of them, or change its @StratumMapping."));
	}

	@Test
	void mapsEachPropertyToTheListener() {
		this.serving.withPropertyValues("stratum.listeners.ws.port=0", "stratum.listeners.ws.address=127.0.0.1",
				"stratum.listeners.ws.transport=websocket", "stratum.listeners.ws.path=/stratum",
				"stratum.listeners.ws.allowed-origins=https://pool.example", "stratum.listeners.ws.compress=true",
				"stratum.listeners.ws.limits.max-connections=1",
				"stratum.listeners.ws.limits.max-connections-per-address=2",
				"stratum.listeners.ws.limits.connection-rate-per-address=60",
				"stratum.listeners.ws.limits.message-rate-per-session=3",
				"stratum.listeners.ws.session.login-timeout=4s", "stratum.listeners.ws.session.idle-timeout=5s",
				"stratum.listeners.ws.session.slow-timeout=6s", "stratum.listeners.ws.session.call-timeout=7s",
				"stratum.listeners.ws.session.max-line-length=8KB", "stratum.listeners.ws.session.max-frame-length=9KB",
				"stratum.listeners.ws.session.max-outbound-bytes=20KB", "stratum.listeners.ws.session.max-pending=11",
				"stratum.listeners.ws.session.max-workers=12", "stratum.listeners.ws.difficulty.variable=false",
				"stratum.listeners.ws.difficulty.initial=13", "stratum.listeners.ws.difficulty.minimum=12",
				"stratum.listeners.ws.difficulty.maximum=14",
				"stratum.listeners.ws.difficulty.target-share-interval=15s",
				"stratum.listeners.ws.difficulty.retarget-interval=16s",
				"stratum.listeners.ws.difficulty.retarget-shares=17", "stratum.listeners.ws.difficulty.variance=0.5",
				"stratum.listeners.ws.difficulty.power-of-two=false",
				"stratum.listeners.ws.session.agent-idle-timeout=18h", "stratum.btcagent.max-frame-length=1KB",
				"stratum.btcagent.max-workers=19", "stratum.btcagent.max-pending=20", "stratum.sv2.plaintext=true")
			.run((context) -> {
				ListenerSettings settings = new ListenerSettingsFactory(
						context.getBean(StratumSettings.class).properties(), context.getBean(ServedDialects.class),
						context.getBean(SslBundles.class))
					.create("ws", context.getBean(StratumSettings.class).listeners().get("ws"));
				assertThat(settings).hasToString("ListenerSettings[name=ws, address=127.0.0.1, port=0, "
						+ "webSocket=WebSocketSettings[path=/stratum, allowedOrigins=[https://pool.example], "
						+ "compress=true, maxFrameLength=9216], tls=null, protocols=ProtocolSettings[dialects=[SV1], plaintextSv2=true], maxConnections=1, "
						+ "maxConnectionsPerAddress=2, connectionRatePerAddress=60, session=SessionSettings[loginTimeout=PT4S, idleTimeout=PT5S, "
						+ "maxLineLength=8192, maxOutboundBytes=20480, slowTimeout=PT6S, maxPending=11, "
						+ "maxWorkers=12, maxMessagesPerSecond=3, callTimeout=PT7S, "
						+ "difficulty=DifficultyLimits[variable=false, initial=13.0, minimum=12.0, maximum=14.0, "
						+ "targetShareInterval=PT15S, retargetInterval=PT16S, retargetShares=17, variance=0.5, "
						+ "powerOfTwo=false], agents=AgentLimits[idleTimeout=PT18H, maxFrameLength=1024, maxWorkers=19, "
						+ "maxPending=20]]]");
			});
	}

	private static FailureAnalysis analyze(Throwable failure) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class,
					SpringFactoriesLoader.FailureHandler
						.logging(LogFactory.getLog(StratumServerAutoConfigurationTests.class)))
			.stream()
			.filter((analyzer) -> analyzer.getClass().getName().startsWith("io.stratum."))
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseThrow();
	}

	private static FailureAnalysis failure(Throwable failure) {
		Throwable current = failure;
		while (!(current instanceof FailureAnalyzedException)) {
			current = current.getCause();
		}
		return ((FailureAnalyzedException) current).analysis();
	}

	@StratumController
	static class Controller {

		@StratumMapping("pool.ping")
		String ping() {
			return "pong";
		}

	}

}
