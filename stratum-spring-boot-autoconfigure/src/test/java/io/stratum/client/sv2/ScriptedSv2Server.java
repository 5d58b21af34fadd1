package io.stratum.client.sv2;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

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
import io.stratum.protocol.sv2.Sv2Message;

/**
 * A server for one connection, played by the test message by message, with or without
 * Noise.
 */
final class ScriptedSv2Server implements AutoCloseable {

	private static final int TIMEOUT_MS = 10_000;

	private final SecureRandom random = new SecureRandom();

	private final CertificateAuthority authority = new CertificateAuthority(AuthorityKeyPair.generate(this.random),
			Duration.ofHours(1), this.random, InstantSource.system());

	private final ServerSocket server;

	private final Sv2Decoder decoder = new Sv2Decoder(new Sv2Limits(100_000));

	private final ByteBuf received = Unpooled.buffer();

	private Socket socket;

	private NoiseTransport transport;

	private int sliceLength = Integer.MAX_VALUE;

	ScriptedSv2Server() throws IOException {
		this.server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
		this.server.setSoTimeout(TIMEOUT_MS);
	}

	String key() {
		return this.authority.publicKey().toString();
	}

	String uri(String key) {
		return "stratum2+tcp://localhost:" + this.server.getLocalPort() + "/" + key;
	}

	String plainUri() {
		return "stratum+tcp://localhost:" + this.server.getLocalPort();
	}

	/** Everything is sent in pieces of this length. */
	void cut(int length) {
		this.sliceLength = length;
	}

	ScriptedSv2Server accept() throws IOException {
		this.socket = this.server.accept();
		this.socket.setSoTimeout(TIMEOUT_MS);
		this.socket.setTcpNoDelay(true);
		return this;
	}

	ScriptedSv2Server shakeHands() throws IOException {
		NoiseResponder responder = new NoiseResponder(this.authority.identity(), this.random, new ChaChaPoly());
		ByteBuf act2 = Unpooled.buffer();
		this.transport = responder.respond(
				Unpooled.wrappedBuffer(this.socket.getInputStream().readNBytes(NoiseResponder.ACT_1_LENGTH)), act2);
		write(act2);
		return this;
	}

	SetupConnection setUp(int flags) throws Exception {
		SetupConnection message = expect(SetupConnection.class);
		send(new SetupConnectionSuccess(2, flags));
		return message;
	}

	<M extends Sv2Message> M expect(Class<M> type) throws Exception {
		Sv2Message message = read();
		if (!type.isInstance(message)) {
			throw new IllegalStateException("message: " + message + " (expected: " + type.getSimpleName() + ")");
		}
		return type.cast(message);
	}

	/** The next message, null at the end of the connection. */
	Sv2Message read() throws IOException, ProtocolException {
		Sv2Message message = this.decoder.decode(this.received);
		byte[] bytes = new byte[4096];
		while (message == null) {
			int length = this.socket.getInputStream().read(bytes);
			if (length < 0) {
				return null;
			}
			ByteBuf in = Unpooled.wrappedBuffer(bytes, 0, length);
			if (this.transport != null) {
				while (this.transport.open(in, this.received)) {
					continue;
				}
			}
			else {
				this.received.writeBytes(in);
			}
			message = this.decoder.decode(this.received);
		}
		return message;
	}

	void send(Sv2Message... messages) throws IOException {
		ByteBuf frames = Unpooled.buffer();
		for (Sv2Message message : messages) {
			Sv2Encoder.encode(message, frames);
		}
		sendFrames(frames);
	}

	void sendFrames(ByteBuf frames) throws IOException {
		ByteBuf out = frames;
		if (this.transport != null) {
			out = Unpooled.buffer();
			this.transport.seal(frames, out);
		}
		write(out);
	}

	void write(ByteBuf out) throws IOException {
		while (out.isReadable()) {
			int length = Math.min(this.sliceLength, out.readableBytes());
			out.readBytes(this.socket.getOutputStream(), length);
			this.socket.getOutputStream().flush();
		}
	}

	boolean isLeft() throws IOException {
		return this.socket.getInputStream().read() < 0;
	}

	@Override
	public void close() throws IOException {
		if (this.socket != null) {
			this.socket.close();
		}
		this.server.close();
	}

}
