package io.stratum.server;

import java.util.concurrent.RejectedExecutionException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.Dialect;
import io.stratum.protocol.noise.NoiseResponder;
import io.stratum.protocol.noise.NoiseTransport;
import io.stratum.server.ListenerSettings.ProtocolSettings;

/**
 * The beginning of a byte stream, until it is known what its peer speaks and, if that is
 * encrypted, until the handshake is done. Keeps 64 bytes at most. Used on the loop only,
 * except where said.
 */
final class StreamOpening {

	private final PeerConnection connection;

	private final ConnectionLoop loop;

	private final ConnectionGroup group;

	/**
	 * When the connection is given up: a handshake has less time than the first bytes.
	 */
	private long deadline;

	private final ByteBuf kept = Unpooled.buffer(NoiseResponder.ACT_1_LENGTH);

	/** From the first binary frame on: text is out of place. */
	private boolean frames;

	/** From the first byte that is neither text nor plaintext on. */
	private boolean encrypted;

	/** From the end of the first act on. */
	private boolean complete;

	private volatile boolean abandoned;

	StreamOpening(PeerConnection connection, ConnectionLoop loop, ConnectionGroup group) {
		this.connection = connection;
		this.loop = loop;
		this.group = group;
		this.deadline = loop.nanoTime() + group.settings().session().loginTimeout().toNanos();
	}

	/**
	 * Gives the connection up if the peer takes too long.
	 */
	void sweep(long nowNanos) {
		if (nowNanos - this.deadline >= 0) {
			this.connection.giveUp(this.encrypted ? "handshake" : "opening");
		}
	}

	/**
	 * Takes a part of a frame. Text decides if it comes first; binary frames are parts of
	 * a byte stream.
	 */
	void receiveFrame(ByteBuf part, boolean binary) {
		if (binary) {
			this.frames = true;
			receive(part);
		}
		else if (this.frames) {
			this.connection.violated(PeerConnection.WRONG_TYPE, "text frame (expected: binary)");
		}
		else {
			begin(this.group.settings().protocols().text(), "text", part, part);
		}
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
		ProtocolSettings protocols = this.group.settings().protocols();
		switch (DialectDetector.detect(first, protocols.onlyText())) {
			case TEXT -> begin(this.frames ? null : protocols.text(), "text", first, rest);
			case PLAINTEXT_SV2 -> begin(protocols.plaintextSv2() ? protocols.ifServed(Dialect.SV2) : null,
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
		this.connection.begin(dialect, null);
		this.connection.receive(first);
		if (rest != first && rest.isReadable()) {
			this.connection.receive(rest);
		}
	}

	private boolean encrypt() {
		NoiseHandshakes handshakes = this.group.sessions().handshakes();
		if (handshakes == null || !this.group.settings().protocols().allows(Dialect.SV2)) {
			this.connection.refuse("protocol", "neither text nor served");
			return true;
		}
		this.encrypted = true;
		long sooner = this.loop.nanoTime() + handshakes.timeout().toNanos();
		this.deadline = (sooner - this.deadline < 0) ? sooner : this.deadline;
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
			this.loop.execute(next);
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
		catch (RuntimeException | Error ex) {
			return () -> this.connection.failed(ex);
		}
	}

	private void answer(ByteBuf act2, NoiseTransport transport) {
		if (this.abandoned || this.connection.isClosing()) {
			return;
		}
		try {
			this.connection.send(act2, true);
			this.connection.begin(Dialect.SV2, transport);
			this.connection.flush();
		}
		catch (RuntimeException | Error ex) {
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
