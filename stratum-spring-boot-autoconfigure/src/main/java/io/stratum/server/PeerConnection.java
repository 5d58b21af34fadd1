package io.stratum.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.Dialect;
import io.stratum.protocol.noise.NoiseException;
import io.stratum.protocol.noise.NoiseTransport;
import io.stratum.session.CloseReason;
import io.stratum.session.Connection;
import io.stratum.session.Loop;
import io.stratum.session.SessionProtocol;

/**
 * A connection of any transport, from {@link #join()} to {@link #ended()}. What the peer
 * sends goes to a {@link StreamOpening} until it is known what it speaks, then to the
 * session of that dialect, through a {@link NoiseStream} if it is encrypted. A failure of
 * the session, whatever it is, closes this connection and touches no other. Used on its
 * loop only, except where said.
 */
public abstract class PeerConnection implements Connection, ConnectionLoop.Member {

	// Close codes of RFC 6455.
	private static final int NORMAL = 1000;

	private static final int GOING_AWAY = 1001;

	static final int WRONG_TYPE = 1003;

	private static final int POLICY_VIOLATION = 1008;

	private static final Logger logger = System.getLogger(PeerConnection.class.getName());

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

	private final ConnectionGroup group;

	private final ConnectionLoop loop;

	private final String listener;

	private final InetSocketAddress remoteAddress;

	/** Takes what comes before there is a session, null from then on. */
	private @Nullable StreamOpening opening;

	/** Begins when it is known what the peer speaks, and is kept until the end. */
	private @Nullable SessionProtocol session;

	/** What the session speaks, set with it. */
	private @Nullable Dialect dialect;

	/** Set with a session whose peer encrypts. */
	private volatile @Nullable NoiseStream noise;

	private final BanCheck ban;

	/** When a connection that is closing is given up. */
	private long closeDeadline;

	/** What a WebSocket will say when it closes. */
	private int closeStatus = NORMAL;

	/** From the first bytes of a read to its end, when what was written is flushed. */
	private boolean reading;

	/** From the first reason to close on: nothing is received or sent any more. */
	private boolean closing;

	/** From the end of the transport on. */
	private boolean ended;

	/**
	 * Creates the connection. It must {@link #join()} before anything else.
	 * @param group the group of its listener
	 * @param loop the loop that owns it
	 * @param remoteAddress where the peer is
	 */
	@SuppressWarnings("this-escape") // only kept by the opening, which does nothing yet
	protected PeerConnection(ConnectionGroup group, ConnectionLoop loop, InetSocketAddress remoteAddress) {
		this.group = group;
		this.listener = group.settings().name();
		this.loop = loop;
		this.remoteAddress = remoteAddress;
		this.opening = new StreamOpening(this, loop, group);
		this.ban = new BanCheck(group.bans(), remoteAddress.getAddress());
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
	 * Takes bytes of a transport without frames.
	 * @param bytes the bytes; they stay the caller's
	 */
	public final void receive(ByteBuf bytes) {
		if (this.closing) {
			return;
		}
		this.reading = true;
		if (this.opening != null) {
			this.opening.receive(bytes);
		}
		else {
			pass(bytes);
		}
	}

	/**
	 * Takes a part of a frame of the transport.
	 */
	final void receiveFrame(ByteBuf part, boolean binary, boolean last) {
		if (this.closing) {
			return;
		}
		this.reading = true;
		if (this.opening != null) {
			this.opening.receiveFrame(part, binary);
		}
		else if (this.dialect == (binary ? Dialect.SV1 : Dialect.SV2)) {
			violated(WRONG_TYPE, binary ? "binary frame (expected: text)" : "text frame (expected: binary)");
		}
		else {
			pass(part);
		}
		SessionProtocol receiver = receiver();
		if (last && receiver != null && this.dialect != Dialect.SV2) {
			receiver.frameEnded();
		}
	}

	/**
	 * Hands bytes over to the session, block by block if they are encrypted, so that it
	 * judges a header before any of its payload is kept.
	 */
	private void pass(ByteBuf bytes) {
		SessionProtocol receiver = receiver();
		NoiseStream encryption = this.noise;
		if (receiver == null) {
			return;
		}
		if (encryption == null) {
			receiver.receive(bytes);
			return;
		}
		try {
			ByteBuf block = encryption.open(bytes);
			while (block != null) {
				receiver.receive(block);
				block = this.closing ? null : encryption.open(bytes);
			}
		}
		catch (NoiseException ex) {
			encryption.breakOff();
			debug(ex.toString());
			receiver.malformed();
			close();
		}
	}

	/**
	 * Begins the session, to which everything goes from now on.
	 * @param chosen what the peer speaks
	 * @param transport the encryption, null for none
	 */
	final void begin(Dialect chosen, @Nullable NoiseTransport transport) {
		this.opening = null;
		this.dialect = chosen;
		if (transport != null) {
			this.noise = new NoiseStream(transport, this.loop);
		}
		this.session = this.group.sessions().of(chosen).create(this, this.group.settings().session());
	}

	/**
	 * All that was there has been received; replies are sent now.
	 */
	public final void readComplete() {
		SessionProtocol receiver = receiver();
		if (this.reading && receiver != null) {
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

	private @Nullable SessionProtocol receiver() {
		return this.closing ? null : this.session;
	}

	/**
	 * Whether there is a session, or was one.
	 * @return whether there are last words to be sent
	 */
	protected final boolean hasSession() {
		return this.session != null;
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

	@Override
	public final void write(ByteBuf message, boolean binary) {
		NoiseStream encryption = this.noise;
		if (this.closing) {
			message.release();
		}
		else if (encryption == null) {
			send(message, binary);
		}
		else if (encryption.seal(message, allocator())) {
			sendSealed(encryption);
		}
	}

	private void sendSealed(@Nullable NoiseStream encryption) {
		ByteBuf sealed = (encryption != null) ? encryption.takeSealed() : null;
		if (sealed != null) {
			send(sealed, true);
		}
	}

	@Override
	public final void flush() {
		if (!this.reading && !this.closing) {
			sendSealed(this.noise);
			push();
		}
	}

	@Override
	public final long pendingBytes() {
		NoiseStream encryption = this.noise;
		return queuedBytes() + ((encryption != null) ? encryption.sealedBytes() : 0);
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
		this.closeStatus = closeStatus;
		close(CloseReason.PROTOCOL_ERROR);
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
		catch (RuntimeException | Error ex) {
			terminate();
			failed(ex);
		}
	}

	@Override
	public final void close() {
		if (!this.closing) {
			sendSealed(this.noise);
			this.closing = true;
			this.closeDeadline = this.loop.nanoTime() + CLOSE_TIMEOUT.toNanos();
			sayGoodbye();
		}
	}

	@Override
	public final void shutDown() {
		this.closeStatus = GOING_AWAY;
		SessionProtocol receiver = receiver();
		guarded((receiver != null) ? receiver::shutDown : () -> close(CloseReason.SHUTDOWN));
	}

	@Override
	public final void terminate() {
		this.closing = true;
		abort();
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
		guarded(this::endSession);
		this.group.leave(this.loop, this, this.remoteAddress.getAddress());
	}

	private void endSession() {
		if (this.opening != null) {
			this.opening.abandon();
		}
		if (this.noise != null) {
			this.noise.breakOff();
		}
		if (this.session != null) {
			this.session.closed();
		}
	}

	@Override
	public final void sweep(long nowNanos) {
		guarded(() -> timePassed(nowNanos));
	}

	private void timePassed(long nowNanos) {
		if (!this.closing && this.ban.findsBan()) {
			debug("address is banned");
			this.closeStatus = POLICY_VIOLATION;
			close(CloseReason.BANNED);
		}
		else if (this.closing && nowNanos - this.closeDeadline >= 0) {
			debug("took too long: closing");
			terminate();
		}
		else if (!this.closing && this.opening != null) {
			this.opening.sweep(nowNanos);
		}
		else if (!this.closing && this.session != null) {
			this.session.sweep(nowNanos);
		}
	}

	/** What the session throws closes this connection, and is no matter of others. */
	private void guarded(Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException | Error ex) {
			failed(ex);
		}
	}

	/**
	 * Gives up because there is no session in time.
	 */
	final void giveUp(String awaited) {
		debug("took too long: " + awaited);
		this.group.observer().refused(listener(), awaited + "-timeout");
		terminate();
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
	public final Loop loop() {
		return this.loop;
	}

	@Override
	public final InetSocketAddress remoteAddress() {
		return this.remoteAddress;
	}

	@Override
	public final String listener() {
		return this.listener;
	}

}
