package io.stratum.server;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

import io.stratum.protocol.noise.NoiseException;
import io.stratum.protocol.noise.NoiseTransport;
import io.stratum.session.Dialect;
import io.stratum.session.SessionProtocol;

/**
 * What flows between a peer and its session: finds out what the peer speaks, begins the
 * session of that dialect, and decrypts and encrypts if the peer wants that. Used on the
 * loop only, except {@link #sealedBytes()}.
 */
final class PeerStream {

	private final SessionConnection connection;

	private final ConnectionGroup group;

	private final ConnectionLoop loop;

	private @Nullable SessionProtocol session;

	private @Nullable Dialect dialect;

	private @Nullable StreamOpening opening;

	private volatile @Nullable NoiseStream noise;

	PeerStream(SessionConnection connection, ConnectionGroup group, ConnectionLoop loop) {
		this.connection = connection;
		this.group = group;
		this.loop = loop;
	}

	@Nullable SessionProtocol session() {
		return this.session;
	}

	/**
	 * Whether a handshake has begun and not ended.
	 */
	boolean isHandshake() {
		StreamOpening current = this.opening;
		return current != null && current.isHandshake();
	}

	/**
	 * The dialect if the listener allows it.
	 */
	@Nullable Dialect allowed(Dialect wanted) {
		return this.group.settings().protocols().allows(wanted) ? wanted : null;
	}

	/**
	 * The dialect of a peer that sends text, null if there is none.
	 */
	@Nullable Dialect textDialect() {
		Dialect agents = allowed(Dialect.BTCAGENT);
		return (agents != null) ? agents : allowed(Dialect.SV1);
	}

	/**
	 * Takes bytes of a stream without frames.
	 */
	void receive(ByteBuf bytes) {
		if (this.session != null) {
			pass(bytes);
		}
		else {
			open(bytes, false);
		}
	}

	private void open(ByteBuf bytes, boolean frames) {
		StreamOpening current = this.opening;
		if (current == null) {
			current = new StreamOpening(this, this.connection, this.group, frames);
			this.opening = current;
		}
		current.receive(bytes);
	}

	/**
	 * Takes bytes of a text frame. The first one decides.
	 */
	void receiveText(ByteBuf bytes) {
		if (this.session == null && this.opening == null) {
			Dialect text = textDialect();
			if (text == null) {
				this.connection.refuse("protocol", "text is not served");
				return;
			}
			begin(text, null);
		}
		if (this.session == null || this.dialect == Dialect.SV2) {
			this.connection.violated(SessionConnection.WRONG_TYPE, "text frame (expected: binary)");
			return;
		}
		pass(bytes);
	}

	/**
	 * Takes bytes of a binary frame, which belongs to a byte stream, or is a frame of an
	 * agent.
	 */
	void receiveBinary(ByteBuf bytes) {
		if (this.session == null) {
			open(bytes, true);
		}
		else if (this.dialect == Dialect.SV1) {
			this.connection.violated(SessionConnection.WRONG_TYPE, "binary frame (expected: text)");
		}
		else {
			pass(bytes);
		}
	}

	/**
	 * A frame of the transport has ended, which means nothing to a byte stream.
	 */
	void frameEnded() {
		SessionProtocol receiver = this.connection.receiver();
		if (receiver != null && this.dialect != Dialect.SV2) {
			receiver.frameEnded();
		}
	}

	void begin(Dialect chosen, @Nullable NoiseTransport transport) {
		this.opening = null;
		this.dialect = chosen;
		if (transport != null) {
			this.noise = new NoiseStream(this.connection, this.loop, transport);
		}
		this.session = this.group.sessions().of(chosen).create(this.connection, this.group.settings().session());
	}

	void pass(ByteBuf bytes) {
		NoiseStream encryption = this.noise;
		SessionProtocol receiver = this.connection.receiver();
		if (encryption == null) {
			if (receiver != null) {
				receiver.receive(bytes);
			}
			return;
		}
		try {
			encryption.receive(bytes);
		}
		catch (NoiseException ex) {
			encryption.breakOff();
			this.connection.malformed(ex.getMessage());
		}
	}

	/**
	 * Takes what the session writes.
	 */
	void write(ByteBuf message, boolean binary) {
		NoiseStream encryption = this.noise;
		if (encryption != null) {
			encryption.write(message);
		}
		else {
			this.connection.send(message, binary);
		}
	}

	/**
	 * Hands over what was written to the transport.
	 */
	void flush() {
		NoiseStream encryption = this.noise;
		if (encryption != null) {
			encryption.flush();
		}
	}

	int sealedBytes() {
		NoiseStream encryption = this.noise;
		return (encryption != null) ? encryption.sealedBytes() : 0;
	}

	/**
	 * The connection is gone.
	 */
	void release() {
		StreamOpening current = this.opening;
		if (current != null) {
			current.abandon();
		}
		NoiseStream encryption = this.noise;
		if (encryption != null) {
			encryption.breakOff();
		}
	}

}
