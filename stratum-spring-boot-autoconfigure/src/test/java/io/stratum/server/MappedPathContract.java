package io.stratum.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import io.stratum.ban.Bans;
import io.stratum.ban.TestBans;
import io.stratum.mining.Dialect;
import io.stratum.mining.ban.BanSubject;
import io.stratum.mining.ban.IpNetwork;
import io.stratum.protocol.noise.AuthorityKeyPair;
import io.stratum.server.ListenerSettings.ProtocolSettings;
import io.stratum.server.ListenerSettings.WebSocketSettings;
import io.stratum.server.netty.NettyLoops;
import io.stratum.session.Transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the WebSocket path on an application's own web server does, whatever the web
 * server is.
 */
@ExtendWith(OutputCaptureExtension.class)
public abstract class MappedPathContract {

	private static final int MAX_FRAME_LENGTH = 20_000;

	private final LoopResources resources = LoopResources.create("stratum-mapped", 1, 2, true);

	private final EchoSessions sessions = new EchoSessions();

	private final RefusedConnections observer = new RefusedConnections();

	private final FrameSessions frames = new FrameSessions(this.observer);

	private final NoiseHandshakes handshakes = new NoiseHandshakes(
			new NoiseSettings(AuthorityKeyPair.generate(new SecureRandom()), Duration.ofHours(1), 1, 4,
					Duration.ofSeconds(10)),
			InstantSource.system());

	private final SessionFactories factories = new SessionFactories(
			Map.of(Dialect.SV1, this.sessions, Dialect.SV2, this.frames), this.handshakes);

	private final MessageQueue messages = new MessageQueue();

	private final Bans bans = new TestBans().create();

	private final ConnectionGroup group = new ConnectionGroup(
			new ListenerSettings("mapped", "", 0, null, null,
					new ProtocolSettings(Set.of(Dialect.SV1, Dialect.SV2), false), 2, 0, 0, EchoSessions.settings()),
			this.factories, this.observer, this.bans);

	private final MappedPath path = new MappedPath(this.group,
			new WebSocketSettings("/stratum", List.of("https://pool.example"), false, MAX_FRAME_LENGTH));

	private @Nullable ConfigurableApplicationContext context;

	private URI uri = URI.create("/");

	protected abstract ConfigurableApplicationContext run();

	protected abstract int port(ConfigurableApplicationContext context);

	/** Makes the path and the loops beans. */
	protected final void register(ConfigurableApplicationContext context) {
		GenericApplicationContext registry = (GenericApplicationContext) context;
		registry.registerBean(MappedPath.class, () -> this.path);
		registry.registerBean(NettyLoops.class, () -> new NettyLoops(this.resources));
	}

	@BeforeEach
	void start() {
		this.context = run();
		this.uri = URI.create("ws://127.0.0.1:" + port(this.context) + "/stratum");
	}

	@AfterEach
	void close(CapturedOutput output) {
		this.group.drain(Duration.ZERO).toCompletableFuture().join();
		if (this.context != null) {
			this.context.close();
		}
		this.handshakes.close();
		this.resources.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
		this.sessions.sessions.forEach((session) -> assertThat(session.events).doesNotContain("off the loop"));
		assertThat(output).doesNotContain("LEAK").doesNotContain("ERROR").doesNotContain("SEVERE");
	}

	@Test
	void carriesAMessagePerFrame() throws Exception {
		WebSocket client = connect(null);
		client.sendText("hello", true).join();
		client.sendText("world", true).join();
		assertThat(this.messages.next()).isEqualTo("hello");
		assertThat(this.messages.next()).isEqualTo("world");
		assertThat(this.sessions.last().connection).satisfies((connection) -> {
			assertThat(connection.transport()).isEqualTo(Transport.WEBSOCKET);
			assertThat(connection.listener()).isEqualTo("mapped");
			assertThat(connection.remoteAddress().getAddress().isLoopbackAddress()).isTrue();
		});
		assertThat(this.group.size()).isOne();
		client.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
		Awaitility.await().until(() -> this.group.size() == 0);
		assertThat(this.sessions.last().events).contains("closed");
	}

	@Test
	void joinsFragments() throws Exception {
		WebSocket client = connect(null);
		client.sendText("one ", false).join();
		client.sendText("two", true).join();
		client.sendText("x".repeat(MAX_FRAME_LENGTH), true).join();
		assertThat(this.messages.next()).isEqualTo("one two");
		assertThat(this.messages.next()).hasSize(MAX_FRAME_LENGTH);
	}

	@Test
	void closesOnAMessageThatIsTooLong() throws Exception {
		WebSocket client = connect(null);
		for (int i = 0; i < 3; i++) {
			client.sendText("x".repeat(MAX_FRAME_LENGTH / 2), false).join();
		}
		assertThat(this.messages.next()).isEqualTo("bye protocol-error");
		assertThat(this.messages.closeStatus()).isEqualTo(1009);
		Awaitility.await().until(() -> this.group.size() == 0);
	}

	@Test
	void closesOnABinaryMessage() throws Exception {
		WebSocket client = connect(null);
		client.sendText("hello", true).join();
		client.sendBinary(ByteBuffer.wrap(new byte[] { 1 }), true).join();
		assertThat(this.messages.next()).isEqualTo("hello");
		assertThat(this.messages.next()).isEqualTo("bye protocol-error");
		assertThat(this.messages.closeStatus()).isEqualTo(1003);
	}

	@Test
	void encryptsInBinaryMessages() throws Exception {
		WebSocket client = connect(null);
		NoisePeer noise = new NoisePeer(this.handshakes.publicKey());
		byte[] act1 = noise.act1();
		client.sendBinary(ByteBuffer.wrap(act1, 0, 10), false).join();
		client.sendBinary(ByteBuffer.wrap(act1, 10, 10), true).join();
		client.sendBinary(ByteBuffer.wrap(act1, 20, 44), true).join();
		noise.act2(this.messages.bytes(NoisePeer.ACT_2_LENGTH));
		for (int i = 0; i < 3; i++) {
			byte[] frame = FrameSessions.frame(5000, i);
			byte[] sealed = noise.seal(frame);
			client.sendBinary(ByteBuffer.wrap(sealed, 0, 7), true).join();
			client.sendBinary(ByteBuffer.wrap(sealed, 7, sealed.length - 7), true).join();
			assertThat(noise.open(this.messages.bytes(sealed.length))).isEqualTo(frame);
		}
		assertThat(this.frames.last().transport()).isEqualTo(Transport.WEBSOCKET);
		client.sendText("hello", true).join();
		assertThat(this.messages.closeStatus()).isEqualTo(1003);
		assertThat(this.frames.last().events).doesNotContain("off the loop");
	}

	@Test
	void answersPings() throws Exception {
		connect(null).sendPing(ByteBuffer.wrap(new byte[] { 7 })).join();
		assertThat(this.messages.next()).isEqualTo("pong 7");
	}

	@Test
	void sweepsEverySecond() throws Exception {
		connect(null).sendText("hello", true).join();
		awaitEvent("sweep");
	}

	@Test
	void closesWhenToldTo() throws Exception {
		connect(null).sendText(EchoSessions.CLOSE, true).join();
		assertThat(this.messages.next()).isEqualTo("bye application");
		assertThat(this.messages.closeStatus()).isEqualTo(1000);
		Awaitility.await().until(() -> this.group.size() == 0);
	}

	@Test
	void tellsASlowReaderByWritability() throws Exception {
		WebSocket client = connect(null);
		for (int i = 0; i < 10; i++) {
			client.sendText(EchoSessions.FLOOD, true).join();
		}
		awaitEvent("writable false");
		awaitEvent("pending true");
		for (int i = 0; i < 10 * 1024; i++) {
			assertThat(this.messages.next()).hasSize(1023);
		}
		awaitEvent("writable true");
	}

	@Test
	void stopsReadingWhenToldTo() throws Exception {
		WebSocket client = connect(null);
		client.sendText(EchoSessions.PAUSE, true).join();
		awaitEvent("readComplete");
		// Far more than may wait in between.
		CompletableFuture.runAsync(() -> {
			for (int i = 0; i < 100; i++) {
				client.sendText("line " + i + "x".repeat(10_000), true).join();
			}
		});
		awaitEvent("sweep");
		assertThat(this.sessions.last().events.stream().filter("readComplete"::equals).count()).isLessThan(20);
		EchoSessions.EchoSession session = this.sessions.last();
		session.connection.loop().execute(() -> session.connection.setReading(true));
		for (int i = 0; i < 100; i++) {
			assertThat(this.messages.next()).startsWith("line " + i + "x");
		}
	}

	@Test
	void refusesConnectionsAboveTheLimit() throws Exception {
		connect(null).sendText("hello", true).join();
		connect(null).sendText("hello", true).join();
		Awaitility.await().until(() -> this.group.size() == 2);
		MessageQueue refused = new MessageQueue();
		connect(null, refused);
		assertThat(refused.closeStatus()).isEqualTo(1013);
		assertThat(this.observer.refused).containsExactly("mapped max-connections");
	}

	@Test
	void closesWhomeverIsBannedAndLetsNobodyInUntilTheBanIsLifted() throws Exception {
		connect(null).sendText("hello", true).join();
		assertThat(this.messages.next()).isEqualTo("hello");
		BanSubject loopback = new BanSubject.Network(IpNetwork.parse("127.0.0.0/8"));
		this.bans.add(loopback, null, "");
		assertThat(this.messages.next()).isEqualTo("bye banned");
		assertThat(this.messages.closeStatus()).isEqualTo(1008);
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> connect(null))
			.havingCause()
			.isInstanceOfSatisfying(WebSocketHandshakeException.class,
					(ex) -> assertThat(ex.getResponse().statusCode()).isEqualTo(403));
		assertThat(this.observer.refused).isNotEmpty().containsOnly("mapped banned");
		this.bans.remove(loopback);
		MessageQueue again = new MessageQueue();
		connect(null, again).sendText("hello", true).join();
		assertThat(again.next()).isEqualTo("hello");
	}

	@Test
	void refusesAForeignOrigin() {
		assertThat(connect("https://pool.example").isOutputClosed()).isFalse();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> connect("https://evil.example"))
			.havingCause()
			.isInstanceOfSatisfying(WebSocketHandshakeException.class,
					(ex) -> assertThat(ex.getResponse().statusCode()).isEqualTo(403));
	}

	@Test
	void letsPagesOfTheServerItselfConnect() {
		String own = "http://" + this.uri.getHost() + ":" + this.uri.getPort();
		assertThat(connect(own).isOutputClosed()).isFalse();
		for (String other : List.of("http://" + this.uri.getHost() + ":1", "https://" + this.uri.getHost(), "null",
				own + "1", own + ".evil.example")) {
			assertThatExceptionOfType(CompletionException.class).as(other)
				.isThrownBy(() -> connect(other))
				.havingCause()
				.isInstanceOfSatisfying(WebSocketHandshakeException.class,
						(ex) -> assertThat(ex.getResponse().statusCode()).isEqualTo(403));
		}
	}

	@Test
	void doesNotCompressUnlessToldTo() throws IOException {
		try (Socket socket = new Socket(this.uri.getHost(), this.uri.getPort())) {
			socket.getOutputStream().write("""
					GET /stratum HTTP/1.1\r
					Host: %s\r
					Connection: Upgrade\r
					Upgrade: websocket\r
					Sec-WebSocket-Version: 13\r
					Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
					Sec-WebSocket-Extensions: permessage-deflate\r
					\r
					""".formatted(this.uri.getAuthority()).getBytes(StandardCharsets.US_ASCII));
			BufferedReader reader = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
			assertThat(reader.readLine()).contains("101");
			for (String header = reader.readLine(); !header.isEmpty(); header = reader.readLine()) {
				assertThat(header).doesNotContainIgnoringCase("extensions");
			}
		}
	}

	@Test
	void drains() throws Exception {
		connect(null).sendText("hello", true).join();
		assertThat(this.messages.next()).isEqualTo("hello");
		var drained = this.group.drain(Duration.ofSeconds(30)).toCompletableFuture();
		assertThat(this.messages.next()).isEqualTo("bye shutdown");
		assertThat(this.messages.closeStatus()).isEqualTo(1001);
		Awaitility.await().until(drained::isDone);
		MessageQueue refused = new MessageQueue();
		connect(null, refused);
		assertThat(refused.closeStatus()).isEqualTo(1013);
	}

	private void awaitEvent(String event) {
		Awaitility.await()
			.until(() -> !this.sessions.sessions.isEmpty() && this.sessions.last().events.contains(event));
	}

	private WebSocket connect(@Nullable String origin) {
		return connect(origin, this.messages);
	}

	private WebSocket connect(@Nullable String origin, MessageQueue queue) {
		WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
		if (origin != null) {
			builder.header("Origin", origin);
		}
		return builder.buildAsync(this.uri, queue).join();
	}

}
