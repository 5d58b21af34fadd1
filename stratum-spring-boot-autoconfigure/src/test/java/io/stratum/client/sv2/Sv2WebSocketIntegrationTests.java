package io.stratum.client.sv2;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import io.stratum.client.StratumClient;
import io.stratum.client.transport.Sv2Security;
import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.noise.AuthorityKeyPair;
import io.stratum.protocol.noise.CertificateAuthority;
import io.stratum.protocol.noise.ChaChaPoly;
import io.stratum.protocol.noise.NoiseResponder;
import io.stratum.protocol.noise.NoiseTransport;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionSuccess;
import io.stratum.protocol.sv2.Sv2Decoder;
import io.stratum.protocol.sv2.Sv2Encoder;
import io.stratum.protocol.sv2.Sv2Limits;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Sv2MinerSession} over the binary frames of WebSocket.
 */
class Sv2WebSocketIntegrationTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final SecureRandom random = new SecureRandom();

	private final CertificateAuthority authority = new CertificateAuthority(AuthorityKeyPair.generate(this.random),
			Duration.ofHours(1), this.random, InstantSource.system());

	private final NoiseResponder responder = new NoiseResponder(this.authority.identity(), this.random,
			new ChaChaPoly());

	private final Sv2Decoder decoder = new Sv2Decoder(Sv2Limits.SERVER_SETUP);

	private final List<Class<?>> received = new CopyOnWriteArrayList<>();

	private NoiseTransport transport;

	private boolean encrypted;

	private DisposableServer server;

	@BeforeEach
	void start() {
		this.server = HttpServer.create()
			.host("localhost")
			.port(0)
			.route((routes) -> routes.ws("/stratum",
					(in, out) -> out.sendObject(in.receiveFrames().concatMapIterable(this::answer))))
			.bindNow();
	}

	@AfterEach
	void stop() {
		this.server.disposeNow();
	}

	/** Each answer is sent in two frames. */
	private List<WebSocketFrame> answer(WebSocketFrame frame) {
		this.received.add(frame.getClass());
		ByteBuf out = Unpooled.buffer();
		try {
			if (!this.encrypted) {
				answer(frame.content(), out);
			}
			else if (this.transport == null) {
				this.transport = this.responder.respond(frame.content(), out);
			}
			else {
				answerSealed(frame.content(), out);
			}
		}
		catch (ProtocolException ex) {
			throw new IllegalStateException(ex);
		}
		return List.of(new BinaryWebSocketFrame(out.readRetainedSlice(out.readableBytes() / 2)),
				new BinaryWebSocketFrame(out));
	}

	private void answerSealed(ByteBuf in, ByteBuf out) throws ProtocolException {
		ByteBuf opened = Unpooled.buffer();
		while (this.transport.open(in, opened)) {
			continue;
		}
		ByteBuf plain = Unpooled.buffer();
		answer(opened, plain);
		this.transport.seal(plain, out);
	}

	private void answer(ByteBuf in, ByteBuf out) throws ProtocolException {
		assertThat(this.decoder.decode(in)).isInstanceOf(SetupConnection.class);
		Sv2Encoder.encode(new SetupConnectionSuccess(2, 2), out);
	}

	private void assertSetsUp(Sv2Security security) {
		StratumClient client = StratumClient.builder()
			.uri("ws://localhost:" + this.server.port() + "/stratum")
			.sv2Security(security)
			.build();
		Sv2MinerSession session = Sv2MinerSession.connect(client, Sv2Setup.of("vendor", "1.0"), new Sv2MinerListener() {
		}).block(LIMIT);
		assertThat(session.serverFlags()).isEqualTo(2);
		assertThat(this.received).containsOnly(BinaryWebSocketFrame.class);
		session.close();
		session.closed().block(LIMIT);
	}

	@Test
	void sendsPlaintextFrames() {
		assertSetsUp(Sv2Security.plaintext());
	}

	@Test
	void sendsEncryptedFrames() {
		this.encrypted = true;
		assertSetsUp(Sv2Security.noise(this.authority.publicKey()));
	}

}
