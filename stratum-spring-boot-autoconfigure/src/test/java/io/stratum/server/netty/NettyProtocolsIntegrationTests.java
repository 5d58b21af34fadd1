package io.stratum.server.netty;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.stratum.mining.Dialect;
import io.stratum.server.EchoSessions;
import io.stratum.server.ListenerSettings.ProtocolSettings;
import io.stratum.server.ListenerSettings.WebSocketSettings;
import io.stratum.server.MessageQueue;
import io.stratum.server.NoisePeer;
import io.stratum.server.SessionFactories;
import io.stratum.server.netty.Sv2Fixture.Client;
import io.stratum.session.Transport;

import static io.stratum.server.FrameSessions.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the choice of the dialect on {@link NettyStratumServer}.
 */
@ExtendWith(OutputCaptureExtension.class)
class NettyProtocolsIntegrationTests {

	/** SetupConnection of a device. */
	private static final byte[] SETUP = HexFormat.of()
		.parseHex("000000250000" + "000200020000000000093132372e302e302e31b7880662697461786506424d313337300000");

	private static final byte[] ACT_1 = new byte[64];

	private final Sv2Fixture fixture = new Sv2Fixture();

	static {
		Arrays.fill(ACT_1, (byte) 0xaa);
	}

	@AfterEach
	void close(CapturedOutput output) throws Exception {
		this.fixture.close();
		assertThat(output).doesNotContain("LEAK").doesNotContain("WARN").doesNotContain("ERROR");
	}

	@Test
	void servesPlaintextWhereItIsAllowed() throws Exception {
		Client client = this.fixture.connect(this.fixture.server.started(Sv2Fixture.tcp(Sv2Fixture.ALL)));
		for (int cut = 0; cut < 10; cut++) {
			client.send(Arrays.copyOfRange(SETUP, 0, cut));
			client.send(Arrays.copyOfRange(SETUP, cut, SETUP.length));
			assertThat(client.read(SETUP.length)).isEqualTo(SETUP);
		}
	}

	@Test
	void takesTheFirstBytesOneByOne() throws Exception {
		NettyStratumServer server = this.fixture.server.started(Sv2Fixture.tcp(Sv2Fixture.ALL));
		Client frames = this.fixture.connect(server);
		for (byte next : SETUP) {
			frames.send(new byte[] { next });
		}
		assertThat(frames.read(SETUP.length)).isEqualTo(SETUP);
		Client lines = this.fixture.connect(server);
		String line = "{\"id\": 1, \"method\": \"mining.subscribe\", \"params\": [\"a long name of a miner\"]}\n";
		for (byte next : line.repeat(2).getBytes(StandardCharsets.UTF_8)) {
			lines.send(new byte[] { next });
		}
		assertThat(lines.read(2 * line.length())).asString().isEqualTo(line.repeat(2));
	}

	@Test
	void refusesPlaintextWhereItIsNotAllowed() throws Exception {
		assertRefused(Sv2Fixture.ENCRYPTED, SETUP);
	}

	@Test
	void refusesDialectsThatAreNotAllowed() throws Exception {
		assertRefused(ProtocolSettings.SV1_ONLY, ACT_1);
		assertRefused(ProtocolSettings.SV1_ONLY, SETUP);
		byte[] line = "{\"id\": 1, \"method\": \"mining.subscribe\", \"params\": []}\n"
			.getBytes(StandardCharsets.UTF_8);
		assertRefused(new ProtocolSettings(Set.of(Dialect.SV2), true), line);
	}

	@Test
	void refusesTlsOnAPlainPort() throws Exception {
		assertRefused(Sv2Fixture.ALL, HexFormat.of().parseHex("1603010200010001fc0303" + "00".repeat(100)));
	}

	@Test
	void servesAgentsWithoutNamingStratumV1() throws Exception {
		ProtocolSettings protocols = new ProtocolSettings(Set.of(Dialect.BTCAGENT), false);
		NettyStratumServer server = this.fixture.server.started(Sv2Fixture.tcp(protocols));
		assertThat(this.fixture.server.connect(server).echo("hello")).isEqualTo("hello");
	}

	@Test
	void demandsAFactoryForEachDialect() {
		this.fixture.server.factories = SessionFactories.sv1(this.fixture.server.sessions);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.fixture.server.server(Sv2Fixture.tcp(Sv2Fixture.ENCRYPTED)))
			.withMessage("dialect: SV2 (expected: [SV1])");
	}

	@Test
	void encryptsInsideTls() throws Exception {
		NettyStratumServer server = this.fixture.server.started(Sv2Fixture.listener(null, new TestTls("first")));
		Client client = this.fixture.new Client(TestTls.connect(server.listeners().get(0).port(), false));
		client.handshake();
		assertThat(client.echo(frame(100_000, 1))).isEqualTo(frame(100_000, 1));
		assertThat(this.fixture.sessions.last().transport()).isEqualTo(Transport.TLS);
		client.socket.close();
	}

	@Test
	void encryptsInBinaryFramesOfAWebSocket() throws Exception {
		MessageQueue received = new MessageQueue();
		WebSocket client = connect(startedWebSocket(), received);
		NoisePeer noise = new NoisePeer(this.fixture.handshakes.publicKey());
		byte[] act1 = noise.act1();
		client.sendBinary(ByteBuffer.wrap(act1, 0, 20), true).join();
		client.sendBinary(ByteBuffer.wrap(act1, 20, 44), true).join();
		noise.act2(received.bytes(NoisePeer.ACT_2_LENGTH));
		byte[] sealed = noise.seal(frame(300, 1), frame(5, 2));
		client.sendBinary(ByteBuffer.wrap(sealed, 0, 100), false).join();
		client.sendBinary(ByteBuffer.wrap(sealed, 100, 100), true).join();
		client.sendBinary(ByteBuffer.wrap(sealed, 200, sealed.length - 200), true).join();
		byte[] opened = noise.open(received.bytes(sealed.length));
		assertThat(opened).startsWith(frame(300, 1)).endsWith(frame(5, 2));
		assertThat(this.fixture.sessions.last().events).doesNotContain("frameEnded");
		client.sendText("{}", true).join();
		assertThat(received.closeStatus()).isEqualTo(1003);
	}

	@Test
	void servesPlaintextInBinaryFramesOfAWebSocket() throws Exception {
		MessageQueue received = new MessageQueue();
		WebSocket client = connect(startedWebSocket(), received);
		client.sendBinary(ByteBuffer.wrap(SETUP), true).join();
		assertThat(received.bytes(SETUP.length)).isEqualTo(SETUP);
	}

	@Test
	void refusesTextInBinaryFramesOfAWebSocket() throws Exception {
		MessageQueue received = new MessageQueue();
		WebSocket client = connect(startedWebSocket(), received);
		client.sendBinary(ByteBuffer.wrap("{\"id\": 1, \"method\": \"x\"}\n".getBytes(StandardCharsets.UTF_8)), true)
			.join();
		assertThat(received.closeStatus()).isEqualTo(1003);
		assertThat(this.fixture.server.observer.refused).containsExactly("other protocol");
	}

	@Test
	void refusesTextInAHandshakeOfAWebSocket() throws Exception {
		MessageQueue received = new MessageQueue();
		WebSocket client = connect(startedWebSocket(), received);
		client.sendBinary(ByteBuffer.wrap(ACT_1, 0, 30), true).join();
		client.sendText("{}", true).join();
		assertThat(received.closeStatus()).isEqualTo(1003);
	}

	@Test
	void takesBinaryFramesOfAgentsBetweenTextFrames() throws Exception {
		MessageQueue received = new MessageQueue();
		WebSocket client = connect(startedWebSocket(), received);
		client.sendText("hello", true).join();
		client.sendBinary(ByteBuffer.wrap("bin".getBytes(StandardCharsets.UTF_8)), false).join();
		client.sendBinary(ByteBuffer.wrap("ary".getBytes(StandardCharsets.UTF_8)), true).join();
		client.sendText(EchoSessions.CLOSE, true).join();
		assertThat(received.next()).isEqualTo("hello");
		assertThat(received.next()).isEqualTo("binary");
		assertThat(received.next()).isEqualTo("bye application");
	}

	private void assertRefused(ProtocolSettings protocols, byte[] bytes) throws Exception {
		this.fixture.server.observer.refused.clear();
		NettyStratumServer server = this.fixture.server.started(Sv2Fixture.tcp(protocols));
		Client client = this.fixture.connect(server);
		client.send(bytes);
		assertThat(client.readRest()).isEmpty();
		client.socket.close();
		Awaitility.await().until(() -> server.listeners().get(0).sessions() == 0);
		assertThat(this.fixture.server.observer.refused).containsExactly("tcp protocol");
		assertThat(this.fixture.sessions.sessions).isEmpty();
		assertThat(this.fixture.server.sessions.sessions).isEmpty();
	}

	private NettyStratumServer startedWebSocket() {
		return this.fixture.server
			.started(Sv2Fixture.listener(new WebSocketSettings("/stratum", List.of("*"), false, 20_000), null));
	}

	private static WebSocket connect(NettyStratumServer server, MessageQueue received) {
		return HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create("ws://127.0.0.1:" + server.listeners().get(0).port() + "/stratum"), received)
			.join();
	}

}
