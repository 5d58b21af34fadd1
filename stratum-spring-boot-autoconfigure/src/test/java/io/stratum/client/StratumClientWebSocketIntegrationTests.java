package io.stratum.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.WebsocketServerSpec;

import io.stratum.protocol.sv1.StratumRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StratumClient} over WebSocket.
 */
class StratumClientWebSocketIntegrationTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

	private final Sinks.Many<WebSocketFrame> toSend = Sinks.many().unicast().onBackpressureBuffer();

	private final List<String> events = new CopyOnWriteArrayList<>();

	private volatile HttpHeaders headers;

	private DisposableServer server;

	@BeforeEach
	void start() {
		WebsocketServerSpec spec = WebsocketServerSpec.builder().handlePing(true).build();
		this.server = HttpServer.create()
			.host("localhost")
			.port(0)
			.route((routes) -> routes.ws("/stratum", (in, out) -> {
				this.headers = in.headers();
				in.receiveFrames()
					.map(StratumClientWebSocketIntegrationTests::describe)
					.subscribe(this.received::add, (ex) -> this.received.add("error"));
				return out.sendObject(this.toSend.asFlux());
			}, spec))
			.bindNow(LIMIT);
	}

	@AfterEach
	void stop() {
		this.server.disposeNow(LIMIT);
	}

	private static String describe(WebSocketFrame frame) {
		if (frame instanceof TextWebSocketFrame text) {
			return "text " + text.text().strip();
		}
		return (frame instanceof PongWebSocketFrame) ? "pong" : "other";
	}

	private StratumConnection connect() {
		return StratumClient.builder()
			.uri("ws://localhost:" + this.server.port() + "/stratum")
			.maxLineLength(200)
			.build()
			.connect(new StratumListener() {

				@Override
				public void notified(StratumConnection connection, StratumRequest notification) {
					StratumClientWebSocketIntegrationTests.this.events.add(notification.method());
				}

				@Override
				public void closed(StratumConnection connection, @Nullable Throwable cause) {
					StratumClientWebSocketIntegrationTests.this.events.add("closed");
				}

			})
			.block(LIMIT);
	}

	@Test
	void sendsTextFramesAndReadsTheResponse() throws Exception {
		StratumConnection connection = connect();
		var call = connection.call("mining.subscribe", "x").toFuture();
		assertThat(this.received.poll(10, TimeUnit.SECONDS))
			.isEqualTo("text {\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"x\"]}");
		this.toSend.tryEmitNext(new TextWebSocketFrame("{\"id\":1,\"result\":true,\"error\":null}"));
		assertThat(call.get(10, TimeUnit.SECONDS)).isEqualTo(true);
		connection.close();
		connection.closed().block(LIMIT);
	}

	@Test
	void sendsUserAgentButNoOrigin() {
		StratumConnection connection = connect();
		Awaitility.await().atMost(LIMIT).until(() -> this.headers != null);
		assertThat(this.headers.get("User-Agent")).isEqualTo("stratum-client/1.0");
		assertThat(this.headers.get("Origin")).isNull();
		connection.close();
	}

	@Test
	void frameEndsALineAndMayHoldSeveral() {
		StratumConnection connection = connect();
		this.toSend.tryEmitNext(new TextWebSocketFrame("{\"method\":\"a\",\"params\":[]}"));
		this.toSend.tryEmitNext(
				new TextWebSocketFrame("{\"method\":\"b\",\"params\":[]}\n{\"method\":\"c\",\"params\":[]}\n"));
		this.toSend.tryEmitNext(
				new BinaryWebSocketFrame(Unpooled.wrappedBuffer("{\"method\":\"d\",\"params\":[]}".getBytes())));
		awaitEvents("a", "b", "c", "d");
		connection.close();
	}

	@Test
	void fragmentsMakeOneLine() {
		StratumConnection connection = connect();
		this.toSend.tryEmitNext(new TextWebSocketFrame(false, 0, "{\"method\":"));
		this.toSend.tryEmitNext(new PingWebSocketFrame());
		this.toSend.tryEmitNext(new ContinuationWebSocketFrame(false, 0, "\"a\","));
		this.toSend.tryEmitNext(new ContinuationWebSocketFrame(true, 0, "\"params\":[]}"));
		awaitEvents("a");
		connection.close();
	}

	@Test
	void answersPing() throws Exception {
		StratumConnection connection = connect();
		this.toSend.tryEmitNext(new PingWebSocketFrame());
		assertThat(this.received.poll(10, TimeUnit.SECONDS)).isEqualTo("pong");
		this.toSend.tryEmitNext(new PongWebSocketFrame());
		this.toSend.tryEmitNext(new TextWebSocketFrame("{\"method\":\"a\",\"params\":[]}"));
		awaitEvents("a");
		connection.close();
	}

	@Test
	void boundsALineOfManyFragments() {
		connect();
		this.toSend.tryEmitNext(new TextWebSocketFrame(false, 0, "{\"method\":\"" + "x".repeat(150)));
		this.toSend.tryEmitNext(new ContinuationWebSocketFrame(false, 0, "x".repeat(150)));
		awaitEvents("closed");
	}

	@Test
	void endsWhenTheServerCloses() {
		connect();
		this.toSend.tryEmitNext(new CloseWebSocketFrame(1001, "going away"));
		awaitEvents("closed");
	}

	@Test
	void saysThatThePathIsWrong() {
		StratumClient client = StratumClient.builder().uri("ws://localhost:" + this.server.port() + "/other").build();
		assertThatExceptionOfType(StratumConnectionException.class).isThrownBy(() -> client.connect().block(LIMIT))
			.withMessageStartingWith("cannot connect to ws://localhost");
	}

	private void awaitEvents(String... expected) {
		Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(this.events).containsExactly(expected));
	}

}
