package io.stratum.server;

import java.net.InetSocketAddress;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

import io.stratum.session.CloseReason;
import io.stratum.session.SessionProtocol;
import io.stratum.session.StratumSession;

/**
 * What the connections of all transports have in common: the session from its beginning
 * to its end, and the bytes in between. Used on its loop only.
 */
public abstract class SessionConnection extends PeerConnection {

	// Close codes of RFC 6455.
	static final int GOING_AWAY = 1001;

	static final int WRONG_TYPE = 1003;

	static final int POLICY_VIOLATION = 1008;

	static final int TOO_LONG = 1009;

	private final PeerStream stream;

	private boolean reading;

	/**
	 * Creates the connection. It must {@link #join()} before anything else.
	 * @param group the group of its listener
	 * @param loop the loop that owns it
	 * @param remoteAddress where the peer is
	 */
	@SuppressWarnings("this-escape") // only kept by the stream, which does nothing yet
	protected SessionConnection(ConnectionGroup group, ConnectionLoop loop, InetSocketAddress remoteAddress) {
		super(group, loop, remoteAddress);
		this.stream = new PeerStream(this, group, loop);
	}

	/**
	 * Queues bytes without sending them yet. Not called when closed.
	 * @param message the bytes, to be released
	 * @param binary whether a transport with frames uses a binary one, not a text one
	 */
	protected abstract void send(ByteBuf message, boolean binary);

	/**
	 * Sends what was queued.
	 */
	protected abstract void push();

	/**
	 * The bytes that are queued and not sent yet. May be called on any thread.
	 * @return a number of bytes
	 */
	protected abstract long queuedBytes();

	/**
	 * Takes bytes of a transport without frames.
	 * @param bytes the bytes; they stay the caller's
	 */
	public final void receive(ByteBuf bytes) {
		if (!isClosing()) {
			this.reading = true;
			this.stream.receive(bytes);
		}
	}

	final void receiveFrame(ByteBuf part, boolean binary, boolean last) {
		if (isClosing()) {
			return;
		}
		this.reading = true;
		if (binary) {
			this.stream.receiveBinary(part);
		}
		else {
			this.stream.receiveText(part);
		}
		if (last) {
			this.stream.frameEnded();
		}
	}

	/**
	 * All that was there has been received; replies are sent now.
	 */
	public final void readComplete() {
		if (!this.reading) {
			return;
		}
		SessionProtocol receiver = receiver();
		if (receiver != null) {
			receiver.readComplete();
		}
		this.reading = false;
		flush();
	}

	/**
	 * The transport became writable, or unwritable.
	 */
	public final void writabilityChanged() {
		SessionProtocol receiver = receiver();
		if (receiver != null) {
			receiver.writabilityChanged();
		}
	}

	/**
	 * The session that takes what the peer sends.
	 */
	final @Nullable SessionProtocol receiver() {
		return isClosing() ? null : this.stream.session();
	}

	/**
	 * Whether there is a session, or was one. It begins when it is known what the peer
	 * speaks.
	 * @return whether there are last words to be sent
	 */
	protected final boolean hasSession() {
		return this.stream.session() != null;
	}

	/**
	 * Whether bytes were received and {@link #readComplete()} was not called yet: what is
	 * sent now leaves by one flush then.
	 * @return whether more may come
	 */
	protected final boolean isReading() {
		return this.reading;
	}

	/**
	 * Closes before there is a session, without a word.
	 */
	final void refuse(String reason, String text) {
		debug(text);
		observer().refused(listener(), reason);
		setCloseStatus(WRONG_TYPE);
		close();
	}

	/**
	 * Closes because too many handshakes wait to be computed.
	 */
	public final void overloaded() {
		refuse("handshake-overload", "too many handshakes");
	}

	/**
	 * Closes because the peer broke the rules of the transport.
	 * @param closeStatus the close code that a WebSocket gives
	 * @param text what happened
	 */
	public final void violated(int closeStatus, String text) {
		debug(text);
		setCloseStatus(closeStatus);
		close(CloseReason.PROTOCOL_ERROR);
	}

	/**
	 * Closes because something of the peer is no message.
	 */
	final void malformed(@Nullable String text) {
		debug(String.valueOf(text));
		if (this.stream.session() instanceof StratumSession session) {
			observer().malformed(session);
		}
		close(CloseReason.PROTOCOL_ERROR);
	}

	/**
	 * Closes for a reason, and says so to the session.
	 * @param reason the reason
	 */
	public final void close(CloseReason reason) {
		try {
			SessionProtocol receiver = receiver();
			if (receiver != null) {
				receiver.close(reason);
			}
			close();
		}
		catch (RuntimeException ex) {
			error("cannot be closed", ex);
			terminate();
		}
	}

	/**
	 * Closes after a failure of this side.
	 * @param failure what happened
	 */
	public final void failed(Throwable failure) {
		error("failed", failure);
		close(CloseReason.INTERNAL_ERROR);
	}

	@Override
	public final void write(ByteBuf message, boolean binary) {
		if (isClosing()) {
			message.release();
		}
		else {
			this.stream.write(message, binary);
		}
	}

	@Override
	public final void flush() {
		if (!this.reading && !isClosing()) {
			this.stream.flush();
			push();
		}
	}

	@Override
	public final long pendingBytes() {
		return queuedBytes() + this.stream.sealedBytes();
	}

	@Override
	public final void close() {
		if (!isClosing()) {
			this.stream.flush();
			closing();
			sayGoodbye();
		}
	}

	@Override
	final void sessionEnded() {
		this.stream.release();
		SessionProtocol session = this.stream.session();
		if (session != null) {
			session.closed();
		}
	}

	@Override
	final void banned() {
		setCloseStatus(POLICY_VIOLATION);
		close(CloseReason.BANNED);
	}

	@Override
	final void sweepSession(long nowNanos) {
		SessionProtocol receiver = receiver();
		if (receiver != null) {
			try {
				receiver.sweep(nowNanos);
			}
			catch (RuntimeException ex) {
				failed(ex);
			}
		}
	}

	@Override
	final @Nullable String waitsFor() {
		if (hasSession()) {
			return null;
		}
		return this.stream.isHandshake() ? "handshake" : "opening";
	}

	@Override
	public final void shutDown() {
		setCloseStatus(GOING_AWAY);
		close(CloseReason.SHUTDOWN);
	}

}
