package io.stratum.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.stratum.session.CloseReason;
import io.stratum.session.Connection;
import io.stratum.session.Loop;
import io.stratum.session.SessionProtocol;

/**
 * What the connections of all transports have in common: the session from its beginning
 * to its end, and the time that beginning and closing may take. Used on its loop only.
 */
public abstract class SessionConnection implements Connection, ConnectionLoop.Member {

	private static final Logger logger = System.getLogger(SessionConnection.class.getName());

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

	private final ConnectionGroup group;

	private final ConnectionLoop loop;

	private final InetSocketAddress remoteAddress;

	private @Nullable SessionProtocol session;

	/** When the connection is given up, while it has no session or is closing. */
	private long deadline;

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
		this.deadline = loop.nanoTime() + group.settings().session().loginTimeout().toNanos();
	}

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
	 * Begins the session, when the transport is ready. Every dialect begins here.
	 */
	public final void open() {
		if (!this.closing) {
			this.session = this.group.sessions().create(this, this.group.settings().session());
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
		try {
			if (this.session != null) {
				this.session.closed();
			}
		}
		finally {
			this.group.leave(this.loop, this, this.remoteAddress.getAddress());
		}
	}

	/**
	 * The session that takes what the peer sends.
	 * @return the session; null before {@link #open()} and when closing, then what comes
	 * is dropped
	 */
	public final @Nullable SessionProtocol receiver() {
		return this.closing ? null : this.session;
	}

	/**
	 * Whether there is a session, or was one.
	 * @return true after {@link #open()}
	 */
	protected final boolean isOpened() {
		return this.session != null;
	}

	/**
	 * Whether the connection was closed from this side, or is gone.
	 * @return true if nothing more can be sent
	 */
	protected final boolean isClosing() {
		return this.closing;
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
	public final void close() {
		if (!this.closing) {
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
				debug("took too long to " + (this.closing ? "close" : "begin"));
				terminate();
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

	@Override
	public void shutDown() {
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
