package io.stratum.server.netty;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.netty.NettyPipeline;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.stratum.server.EchoSessions;
import io.stratum.server.LogLines;
import io.stratum.server.PeerConnection;
import io.stratum.server.netty.ServerFixture.Client;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the traffic of {@link NettyStratumServer} over TCP.
 */
@ExtendWith(OutputCaptureExtension.class)
class NettyTcpIntegrationTests {

	private final ServerFixture fixture = new ServerFixture();

	@AfterEach
	void close(CapturedOutput output) throws Exception {
		this.fixture.close();
		this.fixture.sessions.sessions.forEach((session) -> assertThat(session.events).doesNotContain("off the loop"));
		assertThat(output).doesNotContain("LEAK");
	}

	@Test
	void joinsSplitLines() throws Exception {
		Client client = this.fixture.connect(this.fixture.started(ServerFixture.tcp(0)));
		int reads = 0;
		for (String part : List.of("f", "irs", "t\nsec", "ond\n")) {
			client.send(part);
			awaitEvents("readComplete", ++reads);
		}
		assertThat(client.readLine()).isEqualTo("first");
		assertThat(client.readLine()).isEqualTo("second");
	}

	@Test
	void flushesOncePerBurst() throws Exception {
		AtomicInteger flushes = new AtomicInteger();
		AtomicInteger writes = new AtomicInteger();
		this.fixture.customizers
			.add((listener, tcp) -> tcp.doOnChannelInit((observer, channel, address) -> channel.pipeline()
				.addBefore(NettyPipeline.ReactiveBridge, "count", new CountingHandler(writes, flushes))));
		Client client = this.fixture.connect(this.fixture.started(ServerFixture.tcp(0)));
		client.send("line\n".repeat(100));
		for (int i = 0; i < 100; i++) {
			assertThat(client.readLine()).isEqualTo("line");
		}
		assertThat(writes).hasValue(100);
		assertThat(flushes).hasValueLessThanOrEqualTo(2);
		assertThat(this.fixture.sessions.last().events.stream().filter("readComplete"::equals).count())
			.isLessThanOrEqualTo(2);
	}

	@Test
	void sweepsEverySecond() throws Exception {
		this.fixture.connect(this.fixture.started(ServerFixture.tcp(0))).echo("hello");
		awaitEvent("sweep");
	}

	@Test
	void sendsLastWordsAlthoughThePeerGoesOnSending() throws Exception {
		Client client = this.fixture.connect(this.fixture.started(ServerFixture.tcp(0)));
		client.send("one\n" + EchoSessions.CLOSE + "\n" + "junk\n".repeat(100_000));
		assertThat(client.readLine()).isEqualTo("one");
		assertThat(client.readLine()).isEqualTo("bye application");
		assertThat(client.readLine()).isNull();
		client.socket.close();
		awaitEvent("closed");
	}

	@Test
	void givesUpOnAPeerThatDoesNotCloseItsEnd() throws Exception {
		NettyStratumServer server = this.fixture.started(ServerFixture.tcp(0));
		Client client = this.fixture.connect(server);
		client.send(EchoSessions.CLOSE + "\n");
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> server.listeners().get(0).sessions() == 0);
	}

	@Test
	void stopsReadingWhenToldTo() throws Exception {
		Client client = this.fixture.connect(this.fixture.started(ServerFixture.tcp(0)));
		client.echo("hello");
		client.send(EchoSessions.PAUSE + "\n");
		awaitEvents("readComplete", 2);
		client.send("later\n");
		awaitEvent("sweep");
		assertThat(this.fixture.sessions.last().events.stream().filter("readComplete"::equals)).hasSize(2);
		EchoSessions.EchoSession session = this.fixture.sessions.last();
		session.connection.loop().execute(() -> session.connection.setReading(true));
		assertThat(client.readLine()).isEqualTo("later");
	}

	@Test
	void tellsASlowReaderByWritability() throws Exception {
		Client client = this.fixture.connect(this.fixture.started(ServerFixture.tcp(0)));
		for (int i = 0; i < 20; i++) {
			client.send(EchoSessions.FLOOD + "\n");
		}
		awaitEvent("writable false");
		awaitEvent("pending true");
		for (int i = 0; i < 20 * 1024; i++) {
			assertThat(client.readLine()).hasSize(1023);
		}
		awaitEvent("writable true");
		assertThat(client.echo("fine")).isEqualTo("fine");
	}

	@Test
	void closesASlowReaderInBoundedTime() throws Exception {
		NettyStratumServer server = this.fixture.started(ServerFixture.tcp(0));
		Client client = this.fixture.connect(server);
		for (int i = 0; i < 20; i++) {
			client.send(EchoSessions.FLOOD + "\n");
		}
		client.send(EchoSessions.CLOSE + "\n");
		awaitEvent("close application");
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> server.listeners().get(0).sessions() == 0);
	}

	@Test
	void survivesAFailingSession() throws Exception {
		NettyStratumServer server = this.fixture.started(ServerFixture.tcp(0));
		Client client = this.fixture.connect(server);
		try (LogLines log = new LogLines(PeerConnection.class)) {
			client.send(EchoSessions.FAIL + "\n");
			assertThat(client.readLine()).isEqualTo("bye internal-error");
			assertThat(client.readLine()).isNull();
			assertThat(log.lines).singleElement().asString().contains("on listener 'tcp' failed");
		}
		assertThat(this.fixture.connect(server).echo("hello")).isEqualTo("hello");
	}

	@Test
	void takesAResetQuietly() throws Exception {
		NettyStratumServer server = this.fixture.started(ServerFixture.tcp(0));
		Client client = this.fixture.connect(server);
		client.echo("hello");
		try (LogLines log = new LogLines(PeerConnection.class)) {
			client.socket.setSoLinger(true, 0);
			client.socket.close();
			awaitEvent("closed");
			assertThat(log.lines).isEmpty();
		}
	}

	private void awaitEvent(String event) {
		awaitEvents(event, 1);
	}

	private void awaitEvents(String event, int count) {
		Awaitility.await()
			.until(() -> !this.fixture.sessions.sessions.isEmpty()
					&& this.fixture.sessions.last().events.stream().filter(event::equals).count() >= count);
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
