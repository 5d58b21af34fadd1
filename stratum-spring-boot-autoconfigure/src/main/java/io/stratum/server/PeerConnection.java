package io.stratum.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.stratum.session.Connection;
import io.stratum.session.Loop;
import io.stratum.session.SessionObserver;

/**
 * The life of a connection in its group, and the time that beginning and closing may
 * take. Used on its loop only.
 */
abstract class PeerConnection implements Connection, ConnectionLoop.Member {

	/** The close code of RFC 6455 for an end without reproach. */
	private static final int NORMAL = 1000;

	private static final Logger logger = System.getLogger(SessionConnection.class.getName());

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

	private final ConnectionGroup group;

	private final ConnectionLoop loop;

	private final InetSocketAddress remoteAddress;

	/** When the connection is given up, while it has no session or is closing. */
	private long deadline;

	private long banVersion;

	private int closeStatus = NORMAL;

	private boolean closing;

	private boolean ended;

	PeerConnection(ConnectionGroup group, ConnectionLoop loop, InetSocketAddress remoteAddress) {
		this.group = group;
		this.loop = loop;
		this.remoteAddress = remoteAddress;
		this.deadline = loop.nanoTime() + group.settings().session().loginTimeout().toNanos();
		this.banVersion = group.bans().version();
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
	 * Ends the session if there is one.
	 */
	abstract void sessionEnded();

	/**
	 * Closes because the address is banned.
	 */
	abstract void banned();

	/**
	 * Time passed for the session, which may have ended.
	 */
	abstract void sweepSession(long nowNanos);

	/**
	 * What has to happen before there is a session, null if there is one.
	 */
	abstract @Nullable String waitsFor();

	/**
	 * Joins the group.
	 * @return false if the connection is refused and has to be closed
	 */
	public final boolean join() {
		return this.group.join(this.loop, this, this.remoteAddress.getAddress());
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
			sessionEnded();
		}
		finally {
			this.group.leave(this.loop, this, this.remoteAddress.getAddress());
		}
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

	final void setCloseStatus(int closeStatus) {
		this.closeStatus = closeStatus;
	}

	final SessionObserver observer() {
		return this.group.observer();
	}

	/**
	 * Gives the rest of the beginning less time.
	 */
	final void hurry(Duration time) {
		long sooner = this.loop.nanoTime() + time.toNanos();
		this.deadline = (sooner - this.deadline < 0) ? sooner : this.deadline;
	}

	/**
	 * Nothing is sent or received any more, and the peer has some time to agree.
	 */
	final void closing() {
		this.closing = true;
		this.deadline = this.loop.nanoTime() + CLOSE_TIMEOUT.toNanos();
	}

	/**
	 * Notes what a peer did wrong.
	 * @param text what happened
	 */
	public final void debug(String text) {
		logger.log(Level.DEBUG, () -> describe() + ": " + text);
	}

	final void error(String text, Throwable failure) {
		logger.log(Level.ERROR, describe() + " " + text, failure);
	}

	private String describe() {
		return "Connection of " + this.remoteAddress + " on listener '" + listener() + "'";
	}

	@Override
	public final void sweep(long nowNanos) {
		if (isNowBanned()) {
			debug("address is banned");
			banned();
		}
		String awaited = waitsFor();
		if (!this.closing && awaited == null) {
			sweepSession(nowNanos);
		}
		else if (nowNanos - this.deadline >= 0) {
			debug("took too long: " + (this.closing ? "closing" : awaited));
			if (!this.closing) {
				observer().refused(listener(), awaited + "-timeout");
			}
			terminate();
		}
	}

	/** Looks only when there may be something new. */
	private boolean isNowBanned() {
		long current = this.group.bans().version();
		if (this.closing || this.banVersion == current) {
			return false;
		}
		this.banVersion = current;
		return !this.group.bans().admits(this.remoteAddress.getAddress());
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
