package io.stratum.session.flow;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

import io.stratum.protocol.ProtocolException;
import io.stratum.session.AbstractStratumSession;
import io.stratum.session.CloseReason;
import io.stratum.session.Connection;

/**
 * Reads the bytes of a peer message by message and decides when its session reads.
 * Reading stops while too many replies are pending, the peer sends too much or does not
 * read, or the dialect is not ready for more; what was read by then is kept. Used on the
 * loop only.
 */
public abstract class InboundReader {

	private final AbstractStratumSession session;

	private final Connection connection;

	private final MessageRate rate;

	private final int maxPending;

	private @Nullable HeldBytes undecoded;

	private boolean stopped;

	private boolean resuming;

	private boolean active;

	/**
	 * Begins to read.
	 * @param session the session, whose limits hold
	 */
	protected InboundReader(AbstractStratumSession session) {
		this.session = session;
		this.connection = session.connection();
		this.rate = MessageRate.of(session.settings().maxMessagesPerSecond(), session.nanoTime());
		this.maxPending = session.settings().maxPending();
	}

	/**
	 * Decodes a message and handles it.
	 * @param in the bytes
	 * @return false if they end before the message does
	 * @throws ProtocolException if they are none
	 */
	protected abstract boolean handleNext(ByteBuf in) throws ProtocolException;

	/**
	 * The peer sent what is no message of the dialect. Ends the session.
	 * @param ex why not
	 */
	protected abstract void malformed(ProtocolException ex);

	/**
	 * How many requests wait for their reply.
	 * @return a number of replies
	 */
	protected abstract int pendingReplies();

	/**
	 * Whether the dialect is not ready for the next message.
	 * @return true if reading is to stop
	 */
	protected abstract boolean isBusy();

	/**
	 * What is written from now on leaves together.
	 */
	protected abstract void beginBurst();

	/**
	 * Sends what was written.
	 */
	protected abstract void endBurst();

	/**
	 * Whether a message came since the last call, or waits for this server.
	 * @return false if the peer is idle
	 */
	public final boolean takeActivity() {
		boolean result = this.active || (this.stopped && pendingReplies() > 0);
		this.active = false;
		return result;
	}

	/**
	 * Takes bytes, now or later.
	 * @param bytes what was read; stays the caller's
	 */
	public final void receive(ByteBuf bytes) {
		beginBurst();
		if (this.stopped) {
			hold(bytes);
		}
		else {
			decode(bytes);
		}
	}

	/**
	 * Goes on with what was kept, and with reading, if nothing stands against it.
	 */
	public final void resume() {
		if (this.resuming) {
			return;
		}
		this.resuming = true;
		try {
			while (this.stopped && this.session.isOpen() && !mustStop()) {
				HeldBytes held = held();
				if (held == null) {
					this.stopped = false;
					this.connection.setReading(true);
				}
				else {
					beginBurst();
					decode(held.take());
					endBurst();
				}
			}
		}
		finally {
			this.resuming = false;
		}
	}

	/**
	 * Time passed, so that the peer may send more.
	 * @param nowNanos the monotonic time
	 */
	public final void sweep(long nowNanos) {
		this.rate.refill(nowNanos);
		resume();
	}

	/**
	 * Drops what was kept.
	 */
	public void release() {
		this.undecoded = null;
	}

	/**
	 * Takes note of a message, as a sign of life.
	 */
	protected final void markActive() {
		this.active = true;
	}

	/**
	 * Counts a message against the rate.
	 */
	protected final void count() {
		this.rate.count();
	}

	/**
	 * What was read but not decoded yet.
	 * @return the bytes, or null if there are none
	 */
	protected final @Nullable HeldBytes held() {
		HeldBytes held = this.undecoded;
		return (held != null && !held.isEmpty()) ? held : null;
	}

	private void decode(ByteBuf in) {
		try {
			boolean more = true;
			while (more && this.session.isOpen()) {
				if (mustStop()) {
					stop(in);
					return;
				}
				more = handleNext(in);
			}
		}
		catch (ProtocolException ex) {
			malformed(ex);
		}
	}

	private boolean mustStop() {
		return isBusy() || pendingReplies() >= this.maxPending || this.rate.isExhausted()
				|| !this.connection.isWritable();
	}

	private void stop(ByteBuf rest) {
		if (!this.stopped) {
			this.stopped = true;
			this.connection.setReading(false);
		}
		hold(rest);
	}

	private void hold(ByteBuf bytes) {
		if (!bytes.isReadable()) {
			return;
		}
		if (this.undecoded == null) {
			this.undecoded = new HeldBytes();
		}
		if (!this.undecoded.add(bytes)) {
			this.session.close(CloseReason.PROTOCOL_ERROR);
		}
	}

}
