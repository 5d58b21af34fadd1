package io.stratum.server.netty;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.stratum.server.EchoSessions;
import io.stratum.server.ListenerSettings.WebSocketSettings;
import io.stratum.server.MessageQueue;
import io.stratum.server.netty.ServerFixture.Client;
import io.stratum.session.Transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NettyStratumServer} over WebSocket.
 */
@ExtendWith(OutputCaptureExtension.class)
class NettyWebSocketIntegrationTests {

	private static final int MAX_FRAME_LENGTH = 1000;

	private final ServerFixture fixture = new ServerFixture();

	private final MessageQueue messages = new MessageQueue();

	@AfterEach
	void close(CapturedOutput output) throws Exception {
		this.fixture.close();
		assertThat(output).doesNotContain("LEAK")
			.doesNotContain("WARN")
			.doesNotContain("ERROR")
			.doesNotContain("SEVERE");
	}

	@Test
	void carriesAMessagePerFrame() throws Exception {
		NettyStratumServer server = started(false, null);
		WebSocket client = connect(server, null);
		client.sendText("hello", true).join();
		assertThat(this.messages.next()).isEqualTo("hello");
		assertThat(this.fixture.sessions.last().connection.transport()).isEqualTo(Transport.WEBSOCKET);
		assertThat(server.listeners().get(0).transport()).isEqualTo("websocket");
	}

	@Test
	void joinsFragments() throws Exception {
		WebSocket client = connect(started(false, null), null);
		client.sendText("one ", false).join();
		client.sendText("two ", false).join();
		client.sendText("three", true).join();
		client.sendText("x".repeat(MAX_FRAME_LENGTH), true).join();
		assertThat(this.messages.next()).isEqualTo("one two three");
		assertThat(this.messages.next()).hasSize(MAX_FRAME_LENGTH);
	}

	@ParameterizedTest
	@CsvSource({ "true, 1", "false, 10" })
	void closesOnAMessageThatIsTooLong(boolean last, int parts) throws Exception {
		WebSocket client = connect(started(false, null), null);
		client.sendText("hello", true).join();
		assertThat(this.messages.next()).isEqualTo("hello");
		for (int i = 0; i < parts; i++) {
			client.sendText("x".repeat(MAX_FRAME_LENGTH / parts + 1), last && i == parts - 1).join();
		}
		assertThat(this.messages.next()).isEqualTo("bye protocol-error");
		assertThat(this.messages.closeStatus()).isEqualTo(1009);
	}

	@Test
	void closesOnABinaryMessage() throws Exception {
		WebSocket client = connect(started(false, null), null);
		client.sendText("hello", true).join();
		client.sendBinary(ByteBuffer.wrap(new byte[] { 1, 2 }), true).join();
		assertThat(this.messages.next()).isEqualTo("hello");
		assertThat(this.messages.next()).isEqualTo("bye protocol-error");
		assertThat(this.messages.closeStatus()).isEqualTo(1003);
	}

	@Test
	void answersPings() throws Exception {
		WebSocket client = connect(started(false, null), null);
		client.sendPing(ByteBuffer.wrap(new byte[] { 7 })).join();
		assertThat(this.messages.next()).isEqualTo("pong 7");
	}

	@Test
	void closesWhenToldTo() throws Exception {
		NettyStratumServer server = started(false, null);
		connect(server, null).sendText(EchoSessions.CLOSE, true).join();
		assertThat(this.messages.next()).isEqualTo("bye application");
		assertThat(this.messages.closeStatus()).isEqualTo(1000);
		Awaitility.await().until(() -> server.listeners().get(0).sessions() == 0);
	}

	@Test
	void answersTheCloseOfThePeer() throws Exception {
		NettyStratumServer server = started(false, null);
		WebSocket client = connect(server, null);
		client.sendText("hello", true).join();
		client.sendClose(1001, "gone").join();
		assertThat(this.messages.closeStatus()).isEqualTo(1001);
		Awaitility.await().until(() -> server.listeners().get(0).sessions() == 0);
		assertThat(this.fixture.sessions.last().events).contains("closed");
	}

	@Test
	void stopsWithSessions() throws Exception {
		NettyStratumServer server = started(false, null);
		WebSocket client = connect(server, null);
		client.sendText("hello", true).join();
		assertThat(this.messages.next()).isEqualTo("hello");
		CompletableFuture<Void> stopped = server.stop(Duration.ofSeconds(30)).toCompletableFuture();
		assertThat(this.messages.next()).isEqualTo("bye shutdown");
		assertThat(this.messages.closeStatus()).isEqualTo(1001);
		Awaitility.await().until(stopped::isDone);
	}

	@Test
	void worksOverTls() throws Exception {
		NettyStratumServer server = started(false, new TestTls("first"));
		connect(server, null).sendText("hello", true).join();
		assertThat(this.messages.next()).isEqualTo("hello");
		assertThat(server.listeners().get(0).transport()).isEqualTo("websocket-tls");
	}

	@Test
	void checksOrigins() throws Exception {
		NettyStratumServer server = started(false, null);
		connect(server, "https://POOL.example").sendText("hello", true).join();
		assertThat(this.messages.next()).isEqualTo("hello");
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> connect(server, "https://evil.example"))
			.havingCause()
			.isInstanceOfSatisfying(WebSocketHandshakeException.class,
					(ex) -> assertThat(ex.getResponse().statusCode()).isEqualTo(403));
	}

	@ParameterizedTest
	@CsvSource({ "/stratum, 426", "/stratum?a=b, 426", "/other, 404", "/stratum/more, 404" })
	void answersWhatIsNoUpgrade(String path, int status) throws Exception {
		NettyStratumServer server = started(false, null);
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + server.listeners().get(0).port() + path))
			.build();
		HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(status);
		Awaitility.await().until(() -> server.listeners().get(0).sessions() == 0);
	}

	@Test
	void answersGarbageByBadRequest() throws Exception {
		Client client = this.fixture.connect(started(false, null));
		client.send("{\"id\": 1, \"method\": \"mining.subscribe\", \"params\": []}\r\n\r\n");
		assertThat(client.readLine()).contains("400");
	}

	@ParameterizedTest
	@CsvSource({ "Upgrade: websocket, 13, 400", "Connection: Upgrade, 13, 400", "Connection: Upgrade, 8, 426" })
	void refusesABrokenHandshake(String header, int version, int status) throws Exception {
		Client client = this.fixture.connect(started(false, null));
		client.send("GET /stratum HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n" + header
				+ "\r\nSec-WebSocket-Version: " + version + "\r\n" + (header.startsWith("Upgrade") || version != 13
						? "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" : "")
				+ "\r\n");
		assertThat(client.readLine()).contains(" " + status + " ");
		assertThat(this.fixture.sessions.sessions).isEmpty();
	}

	@Test
	void closesAnUpgradeThatNeverEnds() throws Exception {
		NettyStratumServer server = started(false, null);
		Client client = this.fixture.connect(server);
		client.send("GET /stratum HTTP/1.1\r\nHost: x\r\n");
		assertThat(client.readLine()).isNull();
		Awaitility.await().until(() -> server.listeners().get(0).sessions() == 0);
		assertThat(this.fixture.sessions.sessions).isEmpty();
	}

	@Test
	void compressesWhenAsked() throws Exception {
		for (boolean compress : new boolean[] { true, false }) {
			NettyStratumServer server = started(compress, null);
			Client client = this.fixture.connect(new Socket("127.0.0.1", server.listeners().get(0).port()));
			client.send("""
					GET /stratum HTTP/1.1\r
					Host: x\r
					Upgrade: websocket\r
					Connection: Upgrade\r
					Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
					Sec-WebSocket-Version: 13\r
					Sec-WebSocket-Extensions: permessage-deflate\r
					\r
					""");
			assertThat(client.readLine()).contains("101");
			StringBuilder headers = new StringBuilder();
			for (String line = client.readLine(); line != null && !line.isEmpty(); line = client.readLine()) {
				headers.append(line).append('\n');
			}
			assertThat(headers.toString().contains("permessage-deflate")).isEqualTo(compress);
		}
	}

	private NettyStratumServer started(boolean compress, @Nullable TestTls tls) {
		return this.fixture.started(ServerFixture.webSocket(
				new WebSocketSettings("/stratum", List.of("https://pool.example"), compress, MAX_FRAME_LENGTH), tls));
	}

	private WebSocket connect(NettyStratumServer server, @Nullable String origin) throws Exception {
		HttpClient client = HttpClient.newBuilder().sslContext(TestTls.clientContext(false)).build();
		boolean tls = server.listeners().get(0).transport().endsWith("tls");
		WebSocket.Builder builder = client.newWebSocketBuilder();
		if (origin != null) {
			builder.header("Origin", origin);
		}
		return builder
			.buildAsync(
					URI.create((tls ? "wss" : "ws") + "://127.0.0.1:" + server.listeners().get(0).port() + "/stratum"),
					this.messages)
			.join();
	}

}
