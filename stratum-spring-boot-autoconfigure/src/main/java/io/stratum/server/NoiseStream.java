package io.stratum.server;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

import io.stratum.protocol.noise.NoiseException;
import io.stratum.protocol.noise.NoiseTransport;
import io.stratum.session.SessionProtocol;

/**
 * The encryption of a connection after its handshake. What the session writes is sealed
 * at once into one buffer, which goes to the transport when it is flushed or full. Used
 * on the loop only, except {@link #sealedBytes()}.
 */
final class NoiseStream {

	private static final int INITIAL_LENGTH = 512;

	private static final int FULL_LENGTH = 32 * 1024;

	private final SessionConnection connection;

	private final ConnectionLoop loop;

	private final NoiseTransport transport;

	private @Nullable ByteBuf sealed;

	private volatile int sealedBytes;

	private boolean broken;

	NoiseStream(SessionConnection connection, ConnectionLoop loop, NoiseTransport transport) {
		this.connection = connection;
		this.loop = loop;
		this.transport = transport.withCipher(loop.cipher());
	}

	/**
	 * Opens what came. Each block goes to the session at once, so that it judges a header
	 * before any of its payload is kept.
	 * @throws NoiseException if a tag does not verify
	 */
	void receive(ByteBuf bytes) throws NoiseException {
		ByteBuf plaintext = this.loop.plaintext();
		SessionProtocol receiver = this.connection.receiver();
		while (receiver != null && this.transport.open(bytes, plaintext.clear())) {
			receiver.receive(plaintext);
			receiver = this.connection.receiver();
		}
	}

	/**
	 * Seals frames.
	 * @param frames whole frames, which are released
	 */
	void write(ByteBuf frames) {
		try {
			if (!this.broken) {
				seal(frames);
			}
		}
		finally {
			frames.release();
		}
	}

	private void seal(ByteBuf frames) {
		ByteBuf out = this.sealed;
		if (out == null) {
			out = this.connection.allocator().buffer(INITIAL_LENGTH);
			this.sealed = out;
		}
		this.transport.seal(frames, out);
		this.sealedBytes = out.readableBytes();
		if (out.readableBytes() >= FULL_LENGTH) {
			flush();
		}
	}

	/**
	 * Hands over to the transport what was sealed.
	 */
	void flush() {
		ByteBuf out = this.sealed;
		if (out != null) {
			this.sealed = null;
			this.sealedBytes = 0;
			this.connection.send(out, true);
		}
	}

	int sealedBytes() {
		return this.sealedBytes;
	}

	/**
	 * Sends nothing more, not even what was sealed.
	 */
	void breakOff() {
		this.broken = true;
		ByteBuf out = this.sealed;
		if (out != null) {
			this.sealed = null;
			this.sealedBytes = 0;
			out.release();
		}
	}

}
