package io.stratum.server.netty;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.NettyPipeline;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.stratum.server.FrameSessions;
import io.stratum.server.netty.Sv2Fixture.Client;
import io.stratum.session.Transport;

import static io.stratum.server.FrameSessions.frame;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the encrypted transport of Stratum V2 on {@link NettyStratumServer}.
 */
@ExtendWith(OutputCaptureExtension.class)
class NettyNoiseIntegrationTests {

	private final Sv2Fixture fixture = new Sv2Fixture();

	@AfterEach
	void close(CapturedOutput output) throws Exception {
		this.fixture.mayCompute.countDown();
		this.fixture.close();
		this.fixture.sessions.sessions.forEach((session) -> assertThat(session.events).doesNotContain("off the loop"));
		assertThat(output).doesNotContain("LEAK").doesNotContain("WARN").doesNotContain("ERROR");
	}

	@Test
	void carriesFramesBesideLinesOnOnePort() throws Exception {
		NettyStratumServer server = this.fixture.server.started(Sv2Fixture.tcp(Sv2Fixture.ALL));
		Client client = this.fixture.handshaken(server);
		ServerFixture.Client lines = this.fixture.server.connect(server);
		for (int i = 0; i < 5; i++) {
			assertThat(client.echo(frame(10 + i, i))).isEqualTo(frame(10 + i, i));
			assertThat(lines.echo("{\"id\":" + i + "}")).isEqualTo("{\"id\":" + i + "}");
		}
		assertThat(this.fixture.sessions.last().transport()).isEqualTo(Transport.TCP);
		assertThat(server.listeners().get(0).sessions()).isEqualTo(2);
		client.socket.close();
		awaitEvent("closed");
	}

	@Test
	void takesBytesCutAnywhere() throws Exception {
		Client client = this.fixture.connect(this.fixture.server.started(Sv2Fixture.tcp(Sv2Fixture.ENCRYPTED)));
		for (byte next : client.noise.act1()) {
			client.send(new byte[] { next });
		}
		client.finishHandshake();
		for (byte next : client.noise.seal(frame(0, 0), frame(1, 1), frame(200, 2))) {
			client.send(new byte[] { next });
		}
		for (int length : new int[] { 0, 1, 200 }) {
			assertThat(client.readFrame(length)).hasSize(6 + length);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 65518, 65519, 65520, 200_000, FrameSessions.MAX_PAYLOAD })
	void carriesLongFrames(int length) throws Exception {
		Client client = this.fixture.handshaken(this.fixture.server.started(Sv2Fixture.tcp(Sv2Fixture.ENCRYPTED)));
		assertThat(client.echo(frame(length, 3))).isEqualTo(frame(length, 3));
	}

	@Test
	void sealsABurstIntoOneWrite() throws Exception {
		AtomicInteger writes = new AtomicInteger();
		AtomicInteger flushes = new AtomicInteger();
		this.fixture.server.customizers
			.add((listener, tcp) -> tcp.doOnChannelInit((observer, channel, address) -> channel.pipeline()
				.addBefore(NettyPipeline.ReactiveBridge, "count", new CountingHandler(writes, flushes))));
		Client client = this.fixture.handshaken(this.fixture.server.started(Sv2Fixture.tcp(Sv2Fixture.ENCRYPTED)));
		byte[][] frames = new byte[100][];
		for (int i = 0; i < frames.length; i++) {
			frames[i] = frame(20, (i == FrameSessions.CLOSE) ? 0 : i);
		}
		client.send(client.noise.seal(frames));
		for (byte[] frame : frames) {
			assertThat(client.readFrame(20)).isEqualTo(frame);
		}
		// The second act, and the burst, which the kernel may have cut.
		assertThat(writes).hasValueLessThanOrEqualTo(3);
		assertThat(flushes).hasValueLessThanOrEqualTo(3);
	}

	@Test
	void sendsLastWordsEncrypted() throws Exception {
		Client client = this.fixture.handshaken(this.fixture.server.started(Sv2Fixture.tcp(Sv2Fixture.ENCRYPTED)));
		client.send(client.noise.seal(frame(3, FrameSessions.CLOSE)));
		assertThat(client.readFrame(1)).isEqualTo(frame(1, 0));
		assertThat(client.readRest()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 10, 21, 22, 40 })
	void closesWithoutAWordOnAWrongTag(int position) throws Exception {
		NettyStratumServer server = this.fixture.server.started(Sv2Fixture.tcp(Sv2Fixture.ENCRYPTED));
		Client client = this.fixture.handshaken(server);
		assertThat(client.echo(frame(30, 1))).isEqualTo(frame(30, 1));
		byte[] sealed = client.noise.seal(frame(30, 2), frame(30, 3));
		sealed[position] ^= 1;
		client.send(sealed);
		assertThat(client.readRest()).isEmpty();
		client.socket.close();
		awaitEvent("closed");
		assertThat(this.fixture.sessions.last().events).contains("close protocol-error");
		assertThat(this.fixture.server.observer.malformed).containsExactly(this.fixture.sessions.last());
		Awaitility.await().until(() -> server.listeners().get(0).sessions() == 0);
	}

	@Test
	void closesOnAReplayedFrame() throws Exception {
		Client client = this.fixture.handshaken(this.fixture.server.started(Sv2Fixture.tcp(Sv2Fixture.ENCRYPTED)));
		byte[] sealed = client.noise.seal(frame(30, 1));
		client.send(sealed);
		assertThat(client.readFrame(30)).isEqualTo(frame(30, 1));
		client.send(sealed);
		assertThat(client.readRest()).isEmpty();
		assertThat(this.fixture.server.observer.malformed).hasSize(1);
	}

	@Test
	void refusesALongFrameByItsHeader() throws Exception {
		Client client = this.fixture.handshaken(this.fixture.server.started(Sv2Fixture.tcp(Sv2Fixture.ENCRYPTED)));
		byte[] sealed = client.noise.seal(frame(0xffffff, 1));
		client.send(Arrays.copyOf(sealed, 22 + 1000));
		assertThat(client.readFrame(1)).isEqualTo(frame(1, 0));
		assertThat(client.readRest()).isEmpty();
		assertThat(this.fixture.sessions.last().events).contains("too long, kept 6");
	}

	@Test
	void endsAHandshakeThatStalls() throws Exception {
		NettyStratumServer server = this.fixture.server.started(Sv2Fixture.tcp(Sv2Fixture.ENCRYPTED));
		Client client = this.fixture.connect(server);
		client.send(new byte[] { (byte) 0x80, 1, 2 });
		assertThat(client.readRest()).isEmpty();
		assertThat(this.fixture.server.observer.refused).containsExactly("tcp handshake-timeout");
		Awaitility.await().until(() -> server.listeners().get(0).sessions() == 0);
		assertThat(this.fixture.sessions.sessions).isEmpty();
	}

	@Test
	void endsAPeerThatNeverSaysWhatItSpeaks() throws Exception {
		NettyStratumServer server = this.fixture.server.started(Sv2Fixture.tcp(Sv2Fixture.ENCRYPTED));
		Client client = this.fixture.connect(server);
		client.send("hello\n".getBytes(StandardCharsets.UTF_8));
		assertThat(client.readRest()).isEmpty();
		assertThat(this.fixture.server.observer.refused).containsExactly("tcp opening-timeout");
		assertThat(this.fixture.server.sessions.sessions).isEmpty();
	}

	@Test
	void takesALeavingPeerQuietly() throws Exception {
		NettyStratumServer server = this.fixture.server.started(Sv2Fixture.tcp(Sv2Fixture.ENCRYPTED));
		for (int length : new int[] { 0, 1, 63 }) {
			Client client = this.fixture.connect(server);
			byte[] act1 = new byte[length];
			Arrays.fill(act1, (byte) 0xaa);
			client.send(act1);
			client.socket.close();
		}
		Awaitility.await().until(() -> server.listeners().get(0).sessions() == 0);
		assertThat(this.fixture.server.observer.refused).isEmpty();
	}

	@Test
	void refusesBytesBetweenTheActs() throws Exception {
		this.fixture.mayCompute = new CountDownLatch(1);
		Client client = this.fixture.connect(this.fixture.server.started(Sv2Fixture.tcp(Sv2Fixture.ENCRYPTED)));
		byte[] act1 = new byte[65];
		Arrays.fill(act1, (byte) 0xaa);
		client.send(act1);
		assertThat(client.readRest()).isEmpty();
		assertThat(this.fixture.server.observer.refused).containsExactly("tcp protocol");
	}

	@Test
	void boundsTheHandshakesThatWait() throws Exception {
		NettyStratumServer server = this.fixture.server.started(Sv2Fixture.tcp(Sv2Fixture.ENCRYPTED));
		this.fixture.mayCompute = new CountDownLatch(1);
		List<Client> clients = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			Client client = this.fixture.connect(server);
			client.send(client.noise.act1());
			clients.add(client);
		}
		Awaitility.await().until(() -> this.fixture.server.observer.refused.size() == 35);
		assertThat(this.fixture.server.observer.refused).containsOnly("tcp handshake-overload");
		this.fixture.mayCompute.countDown();
		Awaitility.await().until(() -> this.fixture.sessions.sessions.size() == 5);
		int answered = 0;
		for (Client client : clients) {
			byte[] act2 = client.read(234);
			answered += (act2.length == 234) ? 1 : 0;
			assertThat(act2.length).isIn(0, 234);
		}
		assertThat(answered).isEqualTo(5);
	}

	@Test
	void abandonsAHandshakeWhosePeerHasLeft() throws Exception {
		NettyStratumServer server = this.fixture.server.started(Sv2Fixture.tcp(Sv2Fixture.ENCRYPTED));
		this.fixture.mayCompute = new CountDownLatch(1);
		for (int i = 0; i < 3; i++) {
			Client client = this.fixture.connect(server);
			client.send(client.noise.act1());
			client.socket.close();
		}
		Awaitility.await().until(() -> server.listeners().get(0).sessions() == 0);
		this.fixture.mayCompute.countDown();
		Client client = this.fixture.handshaken(server);
		assertThat(client.echo(frame(1, 1))).isEqualTo(frame(1, 1));
		assertThat(this.fixture.sessions.sessions).hasSize(1);
	}

	@Test
	void survivesGarbage() throws Exception {
		NettyStratumServer server = this.fixture.server.started(Sv2Fixture.tcp(Sv2Fixture.ALL));
		Random random = new Random(5);
		for (int i = 0; i < 50; i++) {
			byte[] garbage = new byte[1 + random.nextInt(200)];
			random.nextBytes(garbage);
			Client client = this.fixture.connect(server);
			client.send(garbage);
			client.socket.shutdownOutput();
			client.socket.close();
		}
		Awaitility.await().until(() -> server.listeners().get(0).sessions() == 0);
		assertThat(this.fixture.handshaken(server).echo(frame(5, 5))).isEqualTo(frame(5, 5));
	}

	private void awaitEvent(String event) {
		Awaitility.await()
			.until(() -> !this.fixture.sessions.sessions.isEmpty()
					&& this.fixture.sessions.last().events.contains(event));
	}

	private static final class CountingHandler extends ChannelOutboundHandlerAdapter {

		private final AtomicInteger writes;

		private final AtomicInteger flushes;

		CountingHandler(AtomicInteger writes, AtomicInteger flushes) {
			this.writes = writes;
			this.flushes = flushes;
		}

		@Override
		public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
			this.writes.incrementAndGet();
			ctx.write(message, promise);
		}

		@Override
		public void flush(ChannelHandlerContext ctx) {
			this.flushes.incrementAndGet();
			ctx.flush();
		}

	}

}
