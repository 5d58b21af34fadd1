package io.stratum.server.context;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationListener;
import org.springframework.context.support.GenericApplicationContext;

import io.stratum.NewThreads;
import io.stratum.ban.Bans;
import io.stratum.mining.Dialect;
import io.stratum.server.ConnectionGroup;
import io.stratum.server.EchoSessions;
import io.stratum.server.ListenerSettings.ProtocolSettings;
import io.stratum.server.ListenerSettings.WebSocketSettings;
import io.stratum.server.ListenerSettings;
import io.stratum.server.LogLines;
import io.stratum.server.MappedPath;
import io.stratum.server.RefusedConnections;
import io.stratum.server.SessionFactories;
import io.stratum.server.StratumServer;
import io.stratum.server.StratumServerException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StratumServerLifecycle}, {@link StratumServerInitializedEvent} and
 * {@link LocalPortInitializer}.
 */
class StratumServerLifecycleTests {

	private final NewThreads threads = new NewThreads();

	private final FakeServer server = new FakeServer();

	private final GenericApplicationContext parent = new GenericApplicationContext();

	private final GenericApplicationContext context = new GenericApplicationContext(this.parent);

	private final ConnectionGroup mapped = new ConnectionGroup(
			new ListenerSettings("mapped", "", 0, null, null, ProtocolSettings.SV1_ONLY, 0, 0, 0,
					EchoSessions.settings()),
			SessionFactories.sv1(new EchoSessions()), new RefusedConnections(), Bans.none());

	private final StratumServerLifecycle lifecycle = new StratumServerLifecycle(this.server,
			List.of(new MappedPath(this.mapped, new WebSocketSettings("/stratum", List.of(), false, 1000))),
			Duration.ofSeconds(7), this.context);

	private final List<Object> events = new ArrayList<>();

	StratumServerLifecycleTests() {
		new LocalPortInitializer().initialize(this.context);
		this.context.addApplicationListener(ApplicationListener.forPayload(this.events::add));
		this.parent.refresh();
		this.context.refresh();
	}

	@AfterEach
	void close() {
		this.server.stopped.complete(null);
		this.lifecycle.stop();
		this.context.close();
		this.parent.close();
	}

	@Test
	void startsLastAndStopsFirst() {
		assertThat(this.lifecycle.getPhase()).isEqualTo(Integer.MAX_VALUE);
		assertThat(this.lifecycle.isAutoStartup()).isTrue();
		assertThat(this.lifecycle.isPauseable()).isFalse();
	}

	@Test
	void startsOnce() {
		try (LogLines log = new LogLines(StratumServerLifecycle.class)) {
			assertThat(this.lifecycle.isRunning()).isFalse();
			this.lifecycle.start();
			this.lifecycle.start();
			assertThat(this.lifecycle.isRunning()).isTrue();
			assertThat(this.server.starts).hasValue(1);
			assertThat(log.lines).containsExactly("INFO Stratum listener 'tcp' on port 3333 (tcp) for [sv1]",
					"INFO Stratum listener 'mapped' on the web server's path '/stratum' for [sv1]");
		}
	}

	@Test
	void publishesThePortOfTheOnlyListener() {
		this.lifecycle.start();
		for (GenericApplicationContext each : List.of(this.context, this.parent)) {
			assertThat(each.getEnvironment().getProperty("local.stratum.port", Integer.class)).isEqualTo(3333);
			assertThat(each.getEnvironment().getProperty("local.stratum.tcp.port", Integer.class)).isEqualTo(3333);
			assertThat(each.getEnvironment().getPropertySources().contains("server.ports")).isTrue();
		}
	}

	@Test
	void publishesThePortOfEachListener() {
		this.server.bound = List.of(FakeServer.bound("tcp", 3333), FakeServer.bound("tls", 3334));
		this.lifecycle.start();
		assertThat(this.context.getEnvironment().getProperty("local.stratum.port")).isNull();
		assertThat(this.context.getEnvironment().getProperty("local.stratum.tcp.port")).isEqualTo("3333");
		assertThat(this.context.getEnvironment().getProperty("local.stratum.tls.port")).isEqualTo("3334");
	}

	@Test
	void stopsWithinTheGracePeriodWithoutWaiting() {
		this.lifecycle.start();
		AtomicInteger callbacks = new AtomicInteger();
		this.lifecycle.stop(callbacks::incrementAndGet);
		assertThat(this.lifecycle.isRunning()).isFalse();
		assertThat(this.server.grace).isEqualTo(Duration.ofSeconds(7));
		assertThat(callbacks).hasValue(0);
		this.server.stopped.complete(null);
		assertThat(callbacks).hasValue(1);
		this.lifecycle.stop(callbacks::incrementAndGet);
		assertThat(callbacks).hasValue(2);
	}

	@Test
	void callsBackWhenStoppingFails() {
		this.lifecycle.start();
		AtomicInteger callbacks = new AtomicInteger();
		this.lifecycle.stop(callbacks::incrementAndGet);
		this.server.stopped.completeExceptionally(new IllegalStateException());
		assertThat(callbacks).hasValue(1);
	}

	@Test
	void keepsTheApplicationAliveUntilItIsStopped() {
		this.lifecycle.start();
		assertThat(keepAliveThreads()).isOne();
		this.lifecycle.stop(() -> {
		});
		assertThat(keepAliveThreads()).isOne();
		this.server.stopped.complete(null);
		Awaitility.await().until(() -> keepAliveThreads() == 0);
	}

	@Test
	void leavesNoThreadWhenItCannotStart() {
		this.server.failure = new StratumServerException("tcp", 3333, StratumServerException.Reason.PORT_IN_USE,
				"in use", null);
		assertThatExceptionOfType(StratumServerException.class).isThrownBy(this.lifecycle::start);
		assertThat(this.lifecycle.isRunning()).isFalse();
		assertThat(keepAliveThreads()).isZero();
	}

	@Test
	void refusesTrafficWhileItStopsAndAcceptsItWhenStartedAgain() {
		this.lifecycle.start();
		this.events.clear();
		this.lifecycle.stop(() -> {
		});
		assertThat(this.events).containsExactly(ReadinessState.REFUSING_TRAFFIC);
		this.server.stopped.complete(null);
		this.lifecycle.start();
		assertThat(this.events).contains(ReadinessState.ACCEPTING_TRAFFIC);
		assertThat(this.lifecycle.isRunning()).isTrue();
	}

	private long keepAliveThreads() {
		return this.threads.countNonDaemons("stratum-keep-alive");
	}

	private static final class FakeServer implements StratumServer {

		private final AtomicInteger starts = new AtomicInteger();

		private List<BoundListener> bound = List.of(bound("tcp", 3333));

		private CompletableFuture<Void> stopped = new CompletableFuture<>();

		private Duration grace = Duration.ZERO;

		private RuntimeException failure;

		static BoundListener bound(String name, int port) {
			return new BoundListener(name, "tcp", "0.0.0.0", port, 0, List.of(Dialect.SV1));
		}

		@Override
		public void start() {
			if (this.failure != null) {
				throw this.failure;
			}
			this.starts.incrementAndGet();
		}

		@Override
		public CompletionStage<Void> stop(Duration grace) {
			this.grace = grace;
			return this.stopped;
		}

		@Override
		public List<BoundListener> listeners() {
			return this.bound;
		}

	}

}
