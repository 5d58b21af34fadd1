package io.stratum.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

import io.stratum.session.CloseReason;
import io.stratum.session.Connection;
import io.stratum.session.Loop;
import io.stratum.session.SessionProtocol;
import io.stratum.session.StratumSession;

/**
 * What the connections of all transports have in common: the session from its beginning
 * to its end, the bytes in between, and the time that beginning and closing may take.
 * Used on its loop only.
 */
public abstract class SessionConnection implements Connection, ConnectionLoop.Member {

	// Close codes of RFC 6455.
	static final int NORMAL = 1000;

	static final int GOING_AWAY = 1001;

	static final int WRONG_TYPE = 1003;

	static final int TOO_LONG = 1009;

	private static final Logger logger = System.getLogger(SessionConnection.class.getName());

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

	private final ConnectionGroup group;

	private final ConnectionLoop loop;

	private final InetSocketAddress remoteAddress;

	private final PeerStream stream;

	/** When the connection is given up, while it has no session or is closing. */
	private long deadline;

	private int closeStatus = NORMAL;

	private boolean opened;

	private boolean reading;

	private boolean closing;

	private boolean ended;

	/**
	 * Creates the connection. It must {@link #join()} before anything else.
	 * @param group the group of its listener
	 * @param loop the loop that owns it
	 * @param remoteAddress where the peer is
	 */
	protected SessionConnection(ConnectionGroup group, ConnectionLoop loop, InetSocketAddress remoteAddress) {
		this.group = group;
		this.loop = loop;
		this.remoteAddress = remoteAddress;
		this.stream = new PeerStream(this, group, loop);
		this.deadline = loop.nanoTime() + group.settings().session().loginTimeout().toNanos();
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
	 * Sends what is queued and closes politely; {@link #abort()} follows if that takes
	 * too long.
	 */
	protected abstract void sayGoodbye();

	/**
	 * Closes at once; {@link #ended()} must be called soon, or already.
	 */
	protected abstract void abort();

	/**
	 * Joins the group.
	 * @return false if the connection is refused and has to be closed
	 */
	public final boolean join() {
		return this.group.join(this.loop, this, this.remoteAddress.getAddress());
	}

	/**
	 * The transport is ready. The session begins when it is known what the peer speaks.
	 */
	public final void open() {
		this.opened = true;
	}

	/**
	 * Takes bytes of a transport without frames.
	 * @param bytes the bytes; they stay the caller's
	 */
	public final void receive(ByteBuf bytes) {
		if (!this.closing) {
			this.reading = true;
			this.stream.receive(bytes);
		}
	}

	final void receiveFrame(ByteBuf part, boolean binary, boolean last) {
		if (this.closing) {
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
	 * Ends the session, when the transport is closed. Harmless twice.
	 */
	public final void ended() {
		if (this.ended) {
			return;
		}
		this.ended = true;
		this.closing = true;
		this.stream.release();
		try {
			SessionProtocol session = this.stream.session();
			if (session != null) {
				session.closed();
			}
		}
		finally {
			this.group.leave(this.loop, this, this.remoteAddress.getAddress());
		}
	}

	/**
	 * The session that takes what the peer sends.
	 */
	final @Nullable SessionProtocol receiver() {
		return this.closing ? null : this.stream.session();
	}

	/**
	 * Whether the transport was ready once.
	 * @return true after {@link #open()}
	 */
	protected final boolean isOpened() {
		return this.opened;
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
	 * Whether the connection was closed from this side, or is gone.
	 * @return true if nothing more can be sent
	 */
	protected final boolean isClosing() {
		return this.closing;
	}

	/**
	 * The close code that a WebSocket gives.
	 * @return a status code of RFC 6455
	 */
	protected final int closeStatus() {
		return this.closeStatus;
	}

	/**
	 * Gives the rest of the beginning less time.
	 */
	final void hurry(Duration time) {
		long sooner = this.loop.nanoTime() + time.toNanos();
		this.deadline = (sooner - this.deadline < 0) ? sooner : this.deadline;
	}

	/**
	 * Closes before there is a session, without a word.
	 */
	final void refuse(String reason, String text) {
		debug(text);
		this.group.observer().refused(listener(), reason);
		this.closeStatus = WRONG_TYPE;
		close();
	}

	/**
	 * Closes because the peer broke the rules of the transport.
	 * @param closeStatus the close code that a WebSocket gives
	 * @param text what happened
	 */
	public final void violated(int closeStatus, String text) {
		debug(text);
		this.closeStatus = closeStatus;
		close(CloseReason.PROTOCOL_ERROR);
	}

	/**
	 * Closes because something of the peer is no message.
	 */
	final void malformed(@Nullable String text) {
		debug(String.valueOf(text));
		if (this.stream.session() instanceof StratumSession session) {
			this.group.observer().malformed(session);
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
			logger.log(Level.ERROR, describe() + " cannot be closed", ex);
			terminate();
		}
	}

	/**
	 * Closes after a failure of this side.
	 * @param failure what happened
	 */
	public final void failed(Throwable failure) {
		logger.log(Level.ERROR, describe() + " failed", failure);
		close(CloseReason.INTERNAL_ERROR);
	}

	/**
	 * Notes what a peer did wrong.
	 * @param text what happened
	 */
	public final void debug(String text) {
		logger.log(Level.DEBUG, () -> describe() + ": " + text);
	}

	private String describe() {
		return "Connection of " + this.remoteAddress + " on listener '" + listener() + "'";
	}

	@Override
	public final void write(ByteBuf message, boolean binary) {
		if (this.closing) {
			message.release();
		}
		else {
			this.stream.write(message, binary);
		}
	}

	@Override
	public final void flush() {
		if (!this.reading && !this.closing) {
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
		if (!this.closing) {
			this.stream.flush();
			this.closing = true;
			this.deadline = this.loop.nanoTime() + CLOSE_TIMEOUT.toNanos();
			sayGoodbye();
		}
	}

	@Override
	public final void sweep(long nowNanos) {
		SessionProtocol receiver = receiver();
		if (receiver == null) {
			if (nowNanos - this.deadline >= 0) {
				tooLate();
			}
			return;
		}
		try {
			receiver.sweep(nowNanos);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	private void tooLate() {
		debug("took too long to " + (this.closing ? "close" : "begin"));
		if (!this.closing) {
			this.group.observer()
				.refused(listener(), this.stream.isHandshake() ? "handshake-timeout" : "opening-timeout");
		}
		terminate();
	}

	@Override
	public final void shutDown() {
		this.closeStatus = GOING_AWAY;
		close(CloseReason.SHUTDOWN);
	}

	@Override
	public final void terminate() {
		this.closing = true;
		abort();
	}

	@Override
	public final Loop loop() {
		return this.loop;
	}

	@Override
	public final InetSocketAddress remoteAddress() {
		return this.remoteAddress;
	}

	@Override
	public final String listener() {
		return this.group.settings().name();
	}

}
