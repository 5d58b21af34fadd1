package io.stratum.session.flow;

import java.time.Duration;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

import io.stratum.mining.job.Work;
import io.stratum.session.AbstractStratumSession;
import io.stratum.session.CloseReason;
import io.stratum.session.Connection;
import io.stratum.session.JobBroadcaster;
import io.stratum.session.SessionSettings;

/**
 * A session of any dialect as time passes: it ends peers that take too long, goes on when
 * it can write or read again, and sends work.
 */
public abstract class PacedSession extends AbstractStratumSession implements JobBroadcaster.JobReceiver {

	private final PeerWatch watch;

	/**
	 * Creates a session that is not registered yet.
	 * @param environment what all sessions of a server share
	 * @param connection the connection
	 * @param settings the limits
	 */
	protected PacedSession(Environment environment, Connection connection, SessionSettings settings) {
		super(environment, connection, settings);
		this.watch = new PeerWatch(settings, environment.nanoClock().getAsLong());
	}

	/**
	 * The way of bytes into the session.
	 * @return the same always
	 */
	protected abstract Intake intake();

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
	 * How long a peer that is logged in may be silent.
	 * @return the time
	 */
	protected Duration idleTimeout() {
		return settings().idleTimeout();
	}

	@Override
	public final void receive(ByteBuf bytes) {
		if (isOpen()) {
			intake().receive(bytes);
		}
	}

	@Override
	public final void readComplete() {
		intake().endBurst();
		if (isOpen()) {
			checkOutbound();
		}
	}

	@Override
	public final void writabilityChanged() {
		this.watch.writable(connection().isWritable(), nanoTime());
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
	 * Goes on reading, if nothing stands against it any more.
	 */
	public final void resume() {
		intake().resume();
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
			intake().sweep(nowNanos);
		}
	}

	private boolean timedOut(long nowNanos) {
		this.watch.active(intake().takeActivity(), nowNanos);
		CloseReason reason = this.watch.check(isLoggedIn(), idleTimeout(), nowNanos);
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

	@Override
	public final void workExpired() {
		MiningState state = mining();
		if (isOpen() && state != null && state.isStarted()) {
			close(CloseReason.NO_WORK);
		}
	}

	@Override
	protected void release() {
		intake().release();
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
