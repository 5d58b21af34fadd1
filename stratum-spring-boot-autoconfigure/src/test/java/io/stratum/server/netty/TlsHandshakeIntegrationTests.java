package io.stratum.server.netty;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.stratum.server.ConnectionGroup;
import io.stratum.server.netty.ServerFixture.Client;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that TLS handshakes of some peers cost the others nothing.
 */
@ExtendWith(OutputCaptureExtension.class)
class TlsHandshakeIntegrationTests {

	private static final int LOOPS = 2;

	private static final int AT_A_TIME = 2;

	private final ServerFixture fixture = new ServerFixture();

	private final TestTls tls = new TestTls("first");

	private final CountDownLatch release = new CountDownLatch(1);

	private final List<Socket> sockets = new ArrayList<>();

	@AfterEach
	void close(CapturedOutput output) throws Exception {
		this.release.countDown();
		for (Socket socket : this.sockets) {
			socket.close();
		}
		this.fixture.close();
		assertThat(output).doesNotContain("LEAK").doesNotContain("ERROR").doesNotContain("WARN");
	}

	@Test
	void servesOthersWhileHandshakesAreComputed() throws Exception {
		NettyStratumServer server = this.fixture.started(ServerFixture.tls(this.tls));
		List<Client> established = new ArrayList<>();
		for (int i = 0; i < LOOPS; i++) {
			established.add(this.fixture.connect(connect(server)));
			assertThat(established.get(i).echo("before")).isEqualTo("before");
		}
		CountDownLatch computing = block(LOOPS);
		sayHello(server.listeners().get(0).port(), LOOPS);
		computing.await();
		for (Client client : established) {
			assertThat(client.echo("meanwhile")).isEqualTo("meanwhile");
		}
	}

	@Test
	void closesConnectionsWhenTooManyHandshakesWait() throws Exception {
		ConnectionGroup group = new ConnectionGroup(ServerFixture.tls(this.tls), this.fixture.factories,
				this.fixture.observer, this.fixture.bans);
		NettyListener listener = new NettyListener(group, new NettyLoops(this.fixture.resources), List.of(), 1);
		CountDownLatch computing = block(AT_A_TIME);
		listener.start();
		try {
			sayHello(listener.describe().port(), AT_A_TIME);
			computing.await();
			sayHello(listener.describe().port(), 2);
			Awaitility.await().until(() -> !this.fixture.observer.refused.isEmpty() && group.size() == AT_A_TIME + 1);
			assertThat(this.fixture.observer.refused).containsExactly("tls handshake-overload");
		}
		finally {
			// A channel waits for the computation of its own handshake when it closes.
			this.release.countDown();
			listener.stop(Duration.ZERO).join();
		}
	}

	@Test
	void computesHandshakesAfterARestart() throws Exception {
		NettyStratumServer server = this.fixture.started(ServerFixture.tls(this.tls));
		assertThat(this.fixture.connect(connect(server)).echo("hello")).isEqualTo("hello");
		server.stop(Duration.ZERO).toCompletableFuture().join();
		server.start();
		assertThat(this.fixture.connect(connect(server)).echo("again")).isEqualTo("again");
	}

	private CountDownLatch block(int handshakes) {
		CountDownLatch computing = new CountDownLatch(handshakes);
		this.tls.onHandshake = () -> {
			computing.countDown();
			awaitRelease();
		};
		return computing;
	}

	/** Opens connections that begin a handshake and leave it at that. */
	private void sayHello(int port, int connections) throws Exception {
		byte[] hello = clientHello();
		for (int i = 0; i < connections; i++) {
			Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
			this.sockets.add(socket);
			socket.getOutputStream().write(hello);
		}
	}

	private void awaitRelease() {
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			// The executor is being closed.
			Thread.currentThread().interrupt();
		}
	}

	private static byte[] clientHello() throws Exception {
		SSLEngine engine = TestTls.clientContext(false).createSSLEngine();
		engine.setUseClientMode(true);
		ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
		engine.wrap(ByteBuffer.allocate(0), hello);
		byte[] bytes = new byte[hello.flip().remaining()];
		hello.get(bytes);
		return bytes;
	}

	private static SSLSocket connect(NettyStratumServer server) throws Exception {
		return TestTls.connect(server.listeners().get(0).port(), false);
	}

}
