package io.stratum.server.netty;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionException;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.stratum.mining.ban.BanSubject;
import io.stratum.mining.ban.IpNetwork;
import io.stratum.server.EchoSessions;
import io.stratum.server.ListenerSettings;
import io.stratum.server.ListenerSettings.ProtocolSettings;
import io.stratum.server.ListenerSettings.WebSocketSettings;
import io.stratum.server.MessageQueue;
import io.stratum.server.netty.ServerFixture.Client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for bans of addresses on real sockets.
 */
@Timeout(30)
class NettyBanIntegrationTests {

	private static final BanSubject LOOPBACK = new BanSubject.Network(IpNetwork.parse("127.0.0.1"));

	private static final WebSocketSettings WEB_SOCKET = new WebSocketSettings("/", List.of(), false, 1000);

	private final ServerFixture fixture = new ServerFixture();

	@AfterEach
	void close() throws IOException {
		this.fixture.close();
	}

	@Test
	void letsNobodyInUntilTheBanIsLifted() throws IOException {
		NettyStratumServer server = this.fixture.started(ServerFixture.tcp(0));
		this.fixture.bans.add(LOOPBACK, null, "");
		assertRefused(server);
		assertRefused(server);
		assertThat(this.fixture.observer.refused).containsExactly("tcp banned", "tcp banned");
		assertThat(this.fixture.sessions.sessions).isEmpty();
		this.fixture.bans.remove(LOOPBACK);
		assertThat(this.fixture.connect(server).echo("hello")).isEqualTo("hello");
	}

	@Test
	void closesWhoIsConnected() throws IOException {
		NettyStratumServer server = this.fixture.started(ServerFixture.tcp(0));
		Client one = this.fixture.connect(server);
		Client other = this.fixture.connect(server);
		assertThat(one.echo("hello")).isEqualTo("hello");
		assertThat(other.echo("hello")).isEqualTo("hello");
		this.fixture.bans.add(LOOPBACK, null, "");
		assertThat(one.readLine()).isEqualTo("bye banned");
		assertThat(one.readLine()).isNull();
		assertThat(other.readLine()).isEqualTo("bye banned");
		Awaitility.await().until(() -> server.listeners().get(0).sessions() == 0);
	}

	@Test
	void closesWhoHasNotSpokenYet() throws IOException {
		NettyStratumServer server = this.fixture.started(ServerFixture.tcp(0));
		Client silent = this.fixture.connect(server);
		Awaitility.await().until(() -> server.listeners().get(0).sessions() == 1);
		this.fixture.bans.add(LOOPBACK, null, "");
		assertThat(silent.readLine()).isNull();
	}

	@Test
	void sparesOthers() throws IOException {
		NettyStratumServer server = this.fixture.started(ServerFixture.tcp(0));
		Client client = this.fixture.connect(server);
		assertThat(client.echo("hello")).isEqualTo("hello");
		this.fixture.bans.add(new BanSubject.Network(IpNetwork.parse("192.0.2.0/24")), null, "");
		Awaitility.await()
			.until(() -> this.fixture.sessions.last().events.stream().filter("sweep"::equals).count() > 1);
		assertThat(client.echo("still here")).isEqualTo("still here");
	}

	@Test
	void refusesBeforeTls() throws Exception {
		NettyStratumServer server = this.fixture.started(ServerFixture.tls(new TestTls("first")));
		this.fixture.bans.add(LOOPBACK, null, "");
		assertRefused(server);
		assertThat(this.fixture.observer.refused).containsExactly("tls banned");
	}

	@Test
	void refusesAndClosesWebSockets() throws Exception {
		NettyStratumServer server = this.fixture.started(new ListenerSettings("ws", "127.0.0.1", 0, WEB_SOCKET, null,
				ProtocolSettings.SV1_ONLY, 0, 0, 0, EchoSessions.settings()));
		MessageQueue messages = new MessageQueue();
		connect(server, messages).sendText("hello", true).join();
		assertThat(messages.next()).isEqualTo("hello");
		this.fixture.bans.add(LOOPBACK, null, "");
		assertThat(messages.next()).isEqualTo("bye banned");
		assertThat(messages.closeStatus()).isEqualTo(1008);
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> connect(server, new MessageQueue()));
		assertThat(this.fixture.observer.refused).isNotEmpty().containsOnly("ws banned");
	}

	private static WebSocket connect(NettyStratumServer server, MessageQueue messages) {
		return HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create("ws://127.0.0.1:" + server.listeners().get(0).port() + "/"), messages)
			.join();
	}

	/** Not a byte comes before the end, whatever is sent. */
	private static void assertRefused(NettyStratumServer server) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", server.listeners().get(0).port())) {
			socket.setSoTimeout(10_000);
			InputStream in = socket.getInputStream();
			assertThat(in.read()).isEqualTo(-1);
			OutputStream out = socket.getOutputStream();
			out.write("hello\n".getBytes(StandardCharsets.US_ASCII));
		}
	}

}
