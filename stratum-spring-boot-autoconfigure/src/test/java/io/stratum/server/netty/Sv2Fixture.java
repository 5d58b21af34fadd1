package io.stratum.server.netty;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.Dialect;
import io.stratum.protocol.noise.AuthorityKeyPair;
import io.stratum.server.EchoSessions;
import io.stratum.server.FrameSessions;
import io.stratum.server.ListenerSettings.ProtocolSettings;
import io.stratum.server.ListenerSettings.WebSocketSettings;
import io.stratum.server.ListenerSettings;
import io.stratum.server.NoiseHandshakes;
import io.stratum.server.NoisePeer;
import io.stratum.server.NoiseSettings;
import io.stratum.server.SessionFactories;
import io.stratum.server.TlsSettings;

/**
 * A server of all dialects, and clients of the encrypted one.
 */
final class Sv2Fixture {

	static final ProtocolSettings ALL = new ProtocolSettings(Set.of(Dialect.values()), true);

	static final ProtocolSettings ENCRYPTED = new ProtocolSettings(Set.of(Dialect.SV1, Dialect.SV2), false);

	final ServerFixture server = new ServerFixture();

	final FrameSessions sessions = new FrameSessions(this.server.observer);

	final NoiseHandshakes handshakes;

	/** What computing a handshake waits for. */
	volatile CountDownLatch mayCompute = new CountDownLatch(0);

	Sv2Fixture() {
		this.handshakes = new NoiseHandshakes(new NoiseSettings(AuthorityKeyPair.generate(new SecureRandom()),
				Duration.ofHours(1), 1, 4, Duration.ofMillis(1500)), new BlockingClock());
		this.server.factories = new SessionFactories(Map.of(Dialect.SV1, this.server.sessions, Dialect.BTCAGENT,
				this.server.sessions, Dialect.SV2, this.sessions), this.handshakes);
	}

	static ListenerSettings tcp(ProtocolSettings protocols) {
		return new ListenerSettings("tcp", "127.0.0.1", 0, null, null, protocols, 0, 0, 0,
				EchoSessions.settings(Duration.ofSeconds(3)));
	}

	static ListenerSettings listener(@Nullable WebSocketSettings webSocket, @Nullable TlsSettings tls) {
		return new ListenerSettings("other", "127.0.0.1", 0, webSocket, tls, ALL, 0, 0, 0, EchoSessions.settings());
	}

	Client connect(NettyStratumServer server) throws Exception {
		return new Client(this.server.connect(server).socket);
	}

	Client handshaken(NettyStratumServer server) throws Exception {
		Client client = connect(server);
		client.handshake();
		return client;
	}

	void close() throws Exception {
		this.server.close();
		this.handshakes.close();
	}

	/**
	 * A blocking client.
	 */
	final class Client {

		final Socket socket;

		final NoisePeer noise = new NoisePeer(Sv2Fixture.this.handshakes.publicKey());

		private final DataInputStream in;

		private byte[] opened = {};

		Client(Socket socket) throws IOException {
			this.socket = socket;
			this.socket.setTcpNoDelay(true);
			this.in = new DataInputStream(socket.getInputStream());
		}

		void handshake() throws Exception {
			send(this.noise.act1());
			finishHandshake();
		}

		void finishHandshake() throws Exception {
			this.noise.act2(this.in.readNBytes(NoisePeer.ACT_2_LENGTH));
		}

		void send(byte[] bytes) throws IOException {
			this.socket.getOutputStream().write(bytes);
		}

		byte[] read(int length) throws IOException {
			return this.in.readNBytes(length);
		}

		/** The next frame with so many bytes of payload. */
		byte[] readFrame(int payloadLength) throws Exception {
			int length = 6 + payloadLength;
			byte[] buffer = new byte[1 << 16];
			while (this.opened.length < length) {
				int count = this.in.read(buffer);
				if (count < 0) {
					return new byte[0];
				}
				byte[] more = this.noise.open(Arrays.copyOf(buffer, count));
				int before = this.opened.length;
				this.opened = Arrays.copyOf(this.opened, before + more.length);
				System.arraycopy(more, 0, this.opened, before, more.length);
			}
			byte[] frame = Arrays.copyOf(this.opened, length);
			this.opened = Arrays.copyOfRange(this.opened, length, this.opened.length);
			return frame;
		}

		byte[] echo(byte[] frame) throws Exception {
			send(this.noise.seal(frame));
			return readFrame(frame.length - 6);
		}

		/** What comes before the server closes. */
		byte[] readRest() throws IOException {
			return this.in.readAllBytes();
		}

	}

	private final class BlockingClock implements InstantSource {

		@Override
		public Instant instant() {
			try {
				Sv2Fixture.this.mayCompute.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return Instant.now();
		}

	}

}
