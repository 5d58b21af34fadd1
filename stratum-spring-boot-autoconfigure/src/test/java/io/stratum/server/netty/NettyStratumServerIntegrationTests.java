package io.stratum.server.netty;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.stratum.NewThreads;
import io.stratum.mining.Dialect;
import io.stratum.server.EchoSessions;
import io.stratum.server.ListenerSettings.ProtocolSettings;
import io.stratum.server.ListenerSettings;
import io.stratum.server.StratumServer.BoundListener;
import io.stratum.server.StratumServerException;
import io.stratum.server.netty.ServerFixture.Client;
import io.stratum.session.Transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NettyStratumServer} over TCP.
 */
@ExtendWith(OutputCaptureExtension.class)
class NettyStratumServerIntegrationTests {

	private final NewThreads threads = new NewThreads();

	private final ServerFixture fixture = new ServerFixture();

	@AfterEach
	void close(CapturedOutput output) throws Exception {
		this.fixture.close();
		this.fixture.sessions.sessions.forEach((session) -> assertThat(session.events).doesNotContain("off the loop"));
		assertThat(output).doesNotContain("LEAK");
	}

	@Test
	void knowsItsConnections() throws Exception {
		NettyStratumServer server = this.fixture.started(ServerFixture.tcp(0));
		Client client = this.fixture.connect(server);
		client.echo("hello");
		BoundListener listener = server.listeners().get(0);
		assertThat(listener)
			.isEqualTo(new BoundListener("tcp", "tcp", "127.0.0.1", client.socket.getPort(), 1, List.of(Dialect.SV1)));
		assertThat(this.fixture.sessions.last().connection).satisfies((connection) -> {
			assertThat(connection.listener()).isEqualTo("tcp");
			assertThat(connection.transport()).isEqualTo(Transport.TCP);
			assertThat(connection.remoteAddress().getPort()).isEqualTo(client.socket.getLocalPort());
		});
		client.socket.close();
		awaitEvent("closed");
		Awaitility.await().until(() -> server.listeners().get(0).sessions() == 0);
	}

	@Test
	void refusesConnectionsAboveTheLimit() throws Exception {
		NettyStratumServer server = this.fixture.started(ServerFixture.limited(2, 0));
		Client first = this.fixture.connect(server);
		first.echo("hello");
		this.fixture.connect(server).echo("hello");
		assertThat(this.fixture.connect(server).readLine()).isNull();
		assertThat(this.fixture.observer.refused).containsExactly("tcp max-connections");
		first.socket.close();
		Awaitility.await().until(() -> server.listeners().get(0).sessions() == 1);
		assertThat(this.fixture.connect(server).echo("hello")).isEqualTo("hello");
	}

	@Test
	void refusesConnectionsAboveTheLimitOfAnAddress() throws Exception {
		NettyStratumServer server = this.fixture.started(ServerFixture.limited(0, 1));
		Client first = this.fixture.connect(server);
		first.echo("hello");
		assertThat(this.fixture.connect(server).readLine()).isNull();
		assertThat(this.fixture.observer.refused).containsExactly("tcp max-connections-per-address");
		assertThat(server.listeners().get(0).sessions()).isOne();
		first.socket.close();
		Awaitility.await().until(() -> server.listeners().get(0).sessions() == 0);
		assertThat(this.fixture.connect(server).echo("hello")).isEqualTo("hello");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void failsToStartWhenThePortIsInUse(boolean nativeTransport) throws Exception {
		this.fixture.customizers.add((listener, tcp) -> tcp.runOn(this.fixture.resources, nativeTransport));
		ListenerSettings free = new ListenerSettings("free", "127.0.0.1", 0, null, null, ProtocolSettings.SV1_ONLY, 0,
				0, 0, EchoSessions.settings());
		try (ServerSocket other = new ServerSocket(0)) {
			NettyStratumServer server = this.fixture.server(free, ServerFixture.tcp(other.getLocalPort()));
			assertThatExceptionOfType(StratumServerException.class).isThrownBy(server::start).satisfies((ex) -> {
				assertThat(ex.reason()).isEqualTo(StratumServerException.Reason.PORT_IN_USE);
				assertThat(ex.port()).isEqualTo(other.getLocalPort());
				assertThat(ex.listener()).isEqualTo("tcp");
				assertThat(ex).hasMessageContaining("'tcp'").hasMessageContaining("the port is in use");
			});
			assertThat(server.listeners()).isEmpty();
		}
	}

	@Test
	void tellsAnUnusableAddressFromAPortInUse() {
		NettyStratumServer server = this.fixture.server(new ListenerSettings("far", "192.0.2.1", 0, null, null,
				ProtocolSettings.SV1_ONLY, 0, 0, 0, EchoSessions.settings()));
		assertThatExceptionOfType(StratumServerException.class).isThrownBy(server::start)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(StratumServerException.Reason.NOT_BOUND));
	}

	@Test
	void worksOnNio() throws Exception {
		this.fixture.customizers.add((listener, tcp) -> tcp.runOn(this.fixture.resources, false));
		NettyStratumServer server = this.fixture.started(ServerFixture.tcp(0));
		Client client = this.fixture.connect(server);
		assertThat(client.echo("hello")).isEqualTo("hello");
		client.send(EchoSessions.CLOSE + "\n");
		assertThat(client.readLine()).isEqualTo("bye application");
		assertThat(client.readLine()).isNull();
	}

	@Test
	void stopsWithSessions() throws Exception {
		NettyStratumServer server = this.fixture.started(ServerFixture.tcp(0));
		int port = server.listeners().get(0).port();
		Client client = this.fixture.connect(server);
		client.echo("hello");
		CompletableFuture<Void> stopped = server.stop(Duration.ofSeconds(30)).toCompletableFuture();
		assertThat(client.readLine()).isEqualTo("bye shutdown");
		assertThat(client.readLine()).isNull();
		client.socket.close();
		stopped.get(10, TimeUnit.SECONDS);
		awaitEvent("closed");
		assertThat(server.listeners()).isEmpty();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> new Socket("127.0.0.1", port).close());
	}

	@Test
	void stopsAtOnceWithoutGrace() throws Exception {
		NettyStratumServer server = this.fixture.started(ServerFixture.tcp(0));
		Client client = this.fixture.connect(server);
		client.echo("hello");
		server.stop(Duration.ZERO).toCompletableFuture().get(10, TimeUnit.SECONDS);
		assertThat(client.readLine()).isNull();
		assertThat(this.fixture.sessions.last().events).contains("closed").doesNotContain("close shutdown");
	}

	@Test
	void closesWhoIsLeftAfterTheGracePeriod() throws Exception {
		NettyStratumServer server = this.fixture.started(ServerFixture.tcp(0));
		Client client = this.fixture.connect(server);
		client.echo("hello");
		long start = System.nanoTime();
		server.stop(Duration.ofMillis(300)).toCompletableFuture().get(10, TimeUnit.SECONDS);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
	}

	@Test
	void startsAgainOnTheSamePort() throws Exception {
		int port = this.fixture.started(ServerFixture.tcp(0)).listeners().get(0).port();
		this.fixture.close();
		try (ServerFixture other = new ServerFixture()) {
			NettyStratumServer server = other.server(ServerFixture.tcp(port));
			for (int i = 0; i < 3; i++) {
				server.start();
				server.start();
				assertThat(other.connect(server).echo("hello")).isEqualTo("hello");
				server.stop(Duration.ofMillis(100));
			}
		}
	}

	@Test
	void leavesNoThreadBehind() throws Exception {
		this.fixture.connect(this.fixture.started(ServerFixture.tcp(0))).echo("hello");
		this.fixture.close();
		Awaitility.await().untilAsserted(() -> assertThat(this.threads.count("stratum-test")).isZero());
	}

	private void awaitEvent(String event) {
		Awaitility.await()
			.until(() -> !this.fixture.sessions.sessions.isEmpty()
					&& this.fixture.sessions.last().events.contains(event));
	}

}
