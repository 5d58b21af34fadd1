package io.stratum.server;

import java.util.concurrent.RejectedExecutionException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.jspecify.annotations.Nullable;

import io.stratum.protocol.noise.NoiseResponder;
import io.stratum.protocol.noise.NoiseTransport;
import io.stratum.server.DialectDetector.Opening;
import io.stratum.session.Dialect;

/**
 * The beginning of a byte stream, until it is known what its peer speaks and, if that is
 * encrypted, until the handshake is done. Keeps 64 bytes at most. Used on the loop only,
 * except where said.
 */
final class StreamOpening {

	private final PeerStream stream;

	private final SessionConnection connection;

	private final ConnectionGroup group;

	private final boolean frames;

	private final ByteBuf kept = Unpooled.buffer(NoiseResponder.ACT_1_LENGTH);

	private boolean encrypted;

	private boolean complete;

	private volatile boolean abandoned;

	/**
	 * Creates the opening.
	 * @param stream the stream
	 * @param connection its connection
	 * @param group the group of the connection
	 * @param frames whether the bytes come in binary frames, where text is out of place
	 */
	StreamOpening(PeerStream stream, SessionConnection connection, ConnectionGroup group, boolean frames) {
		this.stream = stream;
		this.connection = connection;
		this.group = group;
		this.frames = frames;
	}

	boolean isHandshake() {
		return this.encrypted;
	}

	void receive(ByteBuf bytes) {
		if (this.complete) {
			// The peer cannot have keys before it has the second act.
			this.connection.refuse("protocol", "bytes after the first act of the handshake");
			return;
		}
		if (this.kept.isReadable() || !begin(bytes, bytes)) {
			this.kept.writeBytes(bytes, Math.min(bytes.readableBytes(), this.kept.maxFastWritableBytes()));
			if (!this.encrypted) {
				begin(this.kept, bytes);
			}
			if (this.encrypted && this.kept.readableBytes() == NoiseResponder.ACT_1_LENGTH) {
				handshake(bytes);
			}
		}
	}

	/**
	 * Acts on the first bytes.
	 * @param first the first bytes
	 * @param rest those that follow, perhaps the same buffer
	 * @return whether all of them are taken
	 */
	private boolean begin(ByteBuf first, ByteBuf rest) {
		switch (DialectDetector.detect(first, this.group.settings().protocols().onlyText())) {
			case TEXT -> begin(this.frames ? null : this.stream.textDialect(), "text", first, rest);
			case PLAINTEXT_SV2 ->
				begin(this.group.settings().protocols().plaintextSv2() ? this.stream.allowed(Dialect.SV2) : null,
						"plaintext Stratum V2", first, rest);
			case TLS -> this.connection.refuse("protocol", "TLS (expected: none)");
			case NOISE -> {
				return encrypt();
			}
			default -> {
				return false;
			}
		}
		return true;
	}

	private void begin(@Nullable Dialect dialect, String what, ByteBuf first, ByteBuf rest) {
		if (dialect == null) {
			this.connection.refuse("protocol", what + " is not served");
			return;
		}
		this.stream.begin(dialect, null);
		this.stream.pass(first);
		if (rest != first && rest.isReadable()) {
			this.stream.pass(rest);
		}
	}

	private boolean encrypt() {
		NoiseHandshakes handshakes = this.group.sessions().handshakes();
		if (handshakes == null || this.stream.allowed(Dialect.SV2) == null) {
			this.connection.refuse("protocol", "neither text nor served");
			return true;
		}
		this.encrypted = true;
		this.connection.hurry(handshakes.timeout());
		return false;
	}

	private void handshake(ByteBuf rest) {
		this.complete = true;
		NoiseHandshakes handshakes = this.group.sessions().handshakes();
		if (rest.isReadable()) {
			receive(rest);
		}
		else if (handshakes != null && !handshakes.submit(() -> respond(handshakes))) {
			this.connection.overloaded();
		}
	}

	// On a thread of the handshakes.
	private void respond(NoiseHandshakes handshakes) {
		if (this.abandoned) {
			return;
		}
		Runnable next = compute(handshakes);
		try {
			this.connection.loop().execute(next);
		}
		catch (RejectedExecutionException ex) {
			// The loop has ended, and with it the connection.
		}
	}

	private Runnable compute(NoiseHandshakes handshakes) {
		try {
			ByteBuf act2 = Unpooled.buffer(NoiseResponder.ACT_2_LENGTH);
			NoiseTransport transport = handshakes.respond(this.kept, act2);
			return () -> answer(act2, transport);
		}
		catch (RuntimeException ex) {
			return () -> this.connection.failed(ex);
		}
	}

	private void answer(ByteBuf act2, NoiseTransport transport) {
		if (this.abandoned || this.connection.isClosing()) {
			return;
		}
		try {
			this.connection.send(act2, true);
			this.stream.begin(Dialect.SV2, transport);
			this.connection.flush();
		}
		catch (RuntimeException ex) {
			this.connection.failed(ex);
		}
	}

	/**
	 * The connection is gone.
	 */
	void abandon() {
		this.abandoned = true;
	}

}
