package io.stratum.session.flow;

import java.time.Duration;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

import io.stratum.mining.job.Work;
import io.stratum.session.AbstractStratumSession;
import io.stratum.session.CloseReason;
import io.stratum.session.Connection;
import io.stratum.session.SessionSettings;

/**
 * What the transport, the clock and new work do to a session of any dialect: bytes go to
 * its {@link InboundReader}, work to its {@link MiningState}, and a peer that exceeds one
 * of the {@link SessionSettings timeouts} is closed.
 */
public abstract class TimedSession extends AbstractStratumSession {

	private final SessionTimeouts timeouts;

	/** The server is stopping; set once, the session ends with its last reply. */
	private boolean shuttingDown;

	/**
	 * Creates a session that is not registered yet.
	 * @param environment what all sessions of a server share
	 * @param connection the connection
	 * @param settings the limits
	 */
	protected TimedSession(Environment environment, Connection connection, SessionSettings settings) {
		super(environment, connection, settings);
		this.timeouts = new SessionTimeouts(settings, environment.nanoClock().getAsLong());
	}

	/**
	 * The way of bytes into the session.
	 * @return the same always
	 */
	protected abstract InboundReader inbound();

	/**
	 * The mining state.
	 * @return the state, or null if the session does not mine
	 */
	protected abstract @Nullable MiningState mining();

	/**
	 * Whether the peer did what the login timeout waits for.
	 * @return true if it is logged in
	 */
	protected abstract boolean isLoggedIn();

	/**
	 * How many requests wait for their reply.
	 * @return a number of requests of all kinds
	 */
	protected int pendingReplies() {
		return inbound().pendingReplies();
	}

	/**
	 * How long a peer that is logged in may be silent.
	 * @return the time
	 */
	protected Duration idleTimeout() {
		return settings().idleTimeout();
	}

	@Override
	public final void receive(ByteBuf bytes) {
		if (isOpen()) {
			inbound().receive(bytes);
		}
	}

	@Override
	public final void readComplete() {
		inbound().endBurst();
		if (isOpen()) {
			checkOutbound();
		}
	}

	@Override
	public final void writabilityChanged() {
		this.timeouts.noteWritable(connection().isWritable(), nanoTime());
		if (isOpen() && connection().isWritable()) {
			sendWaiting();
			resume();
		}
	}

	/**
	 * Sends what mining could not send before.
	 */
	public final void sendWaiting() {
		MiningState state = mining();
		if (state != null) {
			state.sendWaiting();
		}
	}

	/**
	 * Sends what was written and closes the session if the peer does not take it.
	 */
	public abstract void written();

	/**
	 * Tells who hears of the session that a request was answered.
	 */
	final void requestHandled(String name, String outcome) {
		observer().requestHandled(this, name, outcome);
	}

	/**
	 * Replies left later than their requests came.
	 */
	final void repliesLeft() {
		if (isOpen()) {
			resume();
			written();
			closeIfAnswered();
		}
	}

	@Override
	public final void shutDown() {
		this.shuttingDown = true;
		closeIfAnswered();
	}

	private void closeIfAnswered() {
		if (this.shuttingDown && pendingReplies() == 0) {
			close(CloseReason.SHUTDOWN);
		}
	}

	/**
	 * Whether the server is stopping, so that requests are dropped.
	 * @return true from then on
	 */
	public final boolean isShuttingDown() {
		return this.shuttingDown;
	}

	/**
	 * Goes on reading, if nothing stands against it any more.
	 */
	public final void resume() {
		inbound().resume();
	}

	@Override
	public void sweep(long nowNanos) {
		if (!isOpen() || timedOut(nowNanos)) {
			return;
		}
		MiningState state = mining();
		if (state != null) {
			state.sweep(nowNanos);
		}
		if (isOpen()) {
			inbound().sweep(nowNanos);
		}
	}

	private boolean timedOut(long nowNanos) {
		this.timeouts.noteActivity(inbound().takeActivity(), nowNanos);
		CloseReason reason = this.timeouts.check(isLoggedIn(), idleTimeout(), nowNanos);
		if (reason != null) {
			close(reason);
		}
		return reason != null;
	}

	@Override
	public final void workPublished(Work work) {
		MiningState state = mining();
		if (isOpen() && state != null) {
			state.sendLatest();
		}
	}

	/**
	 * Ends the session if it mines, because work is too old: the miner fails over.
	 */
	public final void workExpired() {
		MiningState state = mining();
		if (isOpen() && state != null && state.isStarted()) {
			close(CloseReason.NO_WORK);
		}
	}

	@Override
	protected void release() {
		inbound().release();
		MiningState state = mining();
		if (state != null) {
			state.closed();
		}
	}

	@Override
	public final double difficulty() {
		MiningState state = mining();
		return (state != null) ? state.difficulty() : 0;
	}

}
