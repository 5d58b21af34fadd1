package io.stratum.server.netty;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLSocket;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.stratum.server.EchoSessions;
import io.stratum.server.LogLines;
import io.stratum.server.StratumServerException;
import io.stratum.server.TlsSettings.ClientAuth;
import io.stratum.server.netty.ServerFixture.Client;
import io.stratum.session.Transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NettyStratumServer} over TLS.
 */
@ExtendWith(OutputCaptureExtension.class)
class NettyTlsIntegrationTests {

	private final ServerFixture fixture = new ServerFixture();

	private final TestTls tls = new TestTls("first");

	@AfterEach
	void close(CapturedOutput output) throws Exception {
		this.fixture.close();
		assertThat(output).doesNotContain("LEAK").doesNotContain("ERROR").doesNotContain("SEVERE");
	}

	@Test
	void servesTls() throws Exception {
		NettyStratumServer server = this.fixture.started(ServerFixture.tls(this.tls));
		Client client = connect(server);
		assertThat(client.echo("hello")).isEqualTo("hello");
		assertThat(this.fixture.sessions.last().connection.transport()).isEqualTo(Transport.TLS);
		assertThat(server.listeners().get(0).transport()).isEqualTo("tls");
		client.send(EchoSessions.CLOSE + "\n");
		assertThat(client.readLine()).isEqualTo("bye application");
		assertThat(client.readLine()).isNull();
		Awaitility.await().until(() -> server.listeners().get(0).sessions() == 0);
	}

	@Test
	void servesANewCertificateToNewConnections() throws Exception {
		NettyStratumServer server = this.fixture.started(ServerFixture.tls(this.tls));
		Client old = connect(server);
		assertThat(TestTls.certificateName((SSLSocket) old.socket)).isEqualTo("CN=first");
		this.tls.change("second");
		assertThat(TestTls.certificateName((SSLSocket) connect(server).socket)).isEqualTo("CN=second");
		assertThat(old.echo("still here")).isEqualTo("still here");
	}

	@Test
	void keepsTheCertificateWhenTheNewOneIsBroken() throws Exception {
		NettyStratumServer server = this.fixture.started(ServerFixture.tls(this.tls));
		try (LogLines log = new LogLines(ListenerTls.class)) {
			this.tls.change("missing");
			assertThat(log.lines).singleElement()
				.asString()
				.startsWith("WARN Stratum listener 'tls' keeps its TLS certificate");
		}
		assertThat(TestTls.certificateName((SSLSocket) connect(server).socket)).isEqualTo("CN=first");
	}

	@Test
	void failsToStartWithABrokenCertificate() {
		NettyStratumServer server = this.fixture.server(ServerFixture.tls(new TestTls("missing")));
		assertThatExceptionOfType(StratumServerException.class).isThrownBy(server::start)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(StratumServerException.Reason.TLS))
			.withMessageContaining("'tls'");
	}

	@Test
	void demandsAClientCertificate() throws Exception {
		this.tls.clientAuth = ClientAuth.NEED;
		this.tls.protocols = List.of("TLSv1.2");
		NettyStratumServer server = this.fixture.started(ServerFixture.tls(this.tls));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> connect(server).echo("hello"));
		Client client = this.fixture.connect(TestTls.connect(server.listeners().get(0).port(), true));
		assertThat(client.echo("hello")).isEqualTo("hello");
		assertThat(((SSLSocket) client.socket).getSession().getProtocol()).isEqualTo("TLSv1.2");
	}

	@Test
	void closesAPlainTextClientQuietly(CapturedOutput output) throws Exception {
		NettyStratumServer server = this.fixture.started(ServerFixture.tls(this.tls));
		Client client = this.fixture.connect(new Socket("127.0.0.1", server.listeners().get(0).port()));
		client.send("{\"id\": 1, \"method\": \"mining.subscribe\", \"params\": []}\n");
		while (client.socket.getInputStream().read() >= 0) {
			assertThat(client.socket.isClosed()).isFalse();
		}
		Awaitility.await().until(() -> server.listeners().get(0).sessions() == 0);
		assertThat(this.fixture.sessions.sessions).isEmpty();
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void closesAClientThatLeavesDuringTheHandshakeQuietly(CapturedOutput output) throws Exception {
		NettyStratumServer server = this.fixture.started(ServerFixture.tls(this.tls));
		Client client = this.fixture.connect(new Socket("127.0.0.1", server.listeners().get(0).port()));
		client.send("\026\003\001");
		client.socket.close();
		Awaitility.await().until(() -> server.listeners().get(0).sessions() == 0);
		assertThat(output).doesNotContain("WARN");
	}

	@Test
	void stopsWithHandshakesUnderWay() throws Exception {
		NettyStratumServer server = this.fixture.started(ServerFixture.tls(this.tls));
		Client client = this.fixture.connect(new Socket("127.0.0.1", server.listeners().get(0).port()));
		Awaitility.await().until(() -> server.listeners().get(0).sessions() == 1);
		Client established = connect(server);
		established.echo("hello");
		var stopped = server.stop(Duration.ofSeconds(30)).toCompletableFuture();
		assertThat(established.readLine()).isEqualTo("bye shutdown");
		assertThat(established.readLine()).isNull();
		assertThat(client.readLine()).isNull();
		Awaitility.await().until(stopped::isDone);
	}

	private Client connect(NettyStratumServer server) throws Exception {
		return this.fixture.connect(TestTls.connect(server.listeners().get(0).port(), false));
	}

}
