package io.stratum.session.sv1;

import java.util.ArrayDeque;
import java.util.Queue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

import io.stratum.protocol.sv1.Sv1Encoder;
import io.stratum.protocol.sv1.Sv1Notification.Reconnect;
import io.stratum.protocol.sv1.Sv1Notification.ShowMessage;
import io.stratum.protocol.sv1.Sv1Notification;
import io.stratum.session.Connection;
import io.stratum.session.ReconnectNotice;
import io.stratum.session.StratumError;
import io.stratum.session.Transport;

/**
 * What a session sends. Replies of one burst of requests share a buffer where the
 * transport has no frames, and leave by one flush. Miners take the line after certain
 * requests for the reply, whatever it is: lines that answer nothing are held back until
 * that reply is written. Used on the loop only.
 */
public final class LineOutput {

	private static final int BATCH_SIZE = 1024;

	private static final int MAX_BATCH = 8192;

	private final Connection connection;

	private final int maxHeldBytes;

	/** What was written and not handed to the connection yet, or null for nothing. */
	private @Nullable ByteBuf batch;

	/** How many requests are under way whose reply must be the next line. */
	private int awaitedReplies;

	/** The lines that are held back until no such reply is awaited; null for none. */
	private @Nullable Queue<byte[]> held;

	private int heldBytes;

	/** Whether more requests of one read are being handled, so that a flush comes. */
	private boolean burst;

	/** Whether the connection was handed something since the last flush. */
	private boolean unflushed;

	LineOutput(Connection connection, int maxHeldBytes) {
		this.connection = connection;
		this.maxHeldBytes = maxHeldBytes;
	}

	void result(@Nullable Object id, @Nullable Object result) {
		ByteBuf out = begin();
		try {
			Sv1Encoder.result(out, id, result);
		}
		finally {
			end(out);
		}
	}

	void error(@Nullable Object id, StratumError error) {
		ByteBuf out = begin();
		Sv1Encoder.error(out, id, Sv1ErrorCode.of(error), error.message());
		end(out);
	}

	/**
	 * Writes a notification of the session itself, which knows when it is quiet.
	 * @param message the notification
	 */
	public void notification(Sv1Notification message) {
		ByteBuf out = begin();
		Sv1Encoder.request(out, null, message.method(), message.params());
		end(out);
	}

	void reconnect(ReconnectNotice words) {
		if (words.message() != null) {
			notification(new ShowMessage(words.message()));
		}
		notification(new Reconnect(words.host(), words.port(), words.waitSeconds()));
	}

	/**
	 * Writes a line that other sessions write, too.
	 * @param line the line; released by the connection
	 */
	public void shared(ByteBuf line) {
		writeBatch();
		this.connection.write(line, false);
		this.unflushed = true;
	}

	/**
	 * Writes binary frames.
	 * @param frames the frames; released
	 */
	public void frames(ByteBuf frames) {
		if (this.connection.transport() == Transport.WEBSOCKET) {
			writeBatch();
			this.connection.write(frames, true);
			this.unflushed = true;
			return;
		}
		ByteBuf out = begin();
		out.writeBytes(frames);
		frames.release();
		end(out);
	}

	/**
	 * Writes a line that answers nothing, now or after the reply that must come first.
	 * @param line the line
	 * @return false if too much is held back
	 */
	boolean unsolicited(byte[] line) {
		if (this.awaitedReplies == 0) {
			shared(Unpooled.wrappedBuffer(line));
			flush();
			return true;
		}
		if (this.held == null) {
			this.held = new ArrayDeque<>();
		}
		this.held.add(line);
		this.heldBytes += line.length;
		return this.heldBytes <= this.maxHeldBytes;
	}

	/** Whether lines that answer nothing are held back. */
	boolean isReplyAwaited() {
		return this.awaitedReplies > 0;
	}

	/** A request came whose reply must be the next line. */
	void awaitReply() {
		this.awaitedReplies++;
	}

	/** The reply was written; what was held back follows if it was the last of them. */
	void awaitedReplyWritten() {
		if (--this.awaitedReplies > 0 || this.held == null) {
			return;
		}
		this.held.forEach((line) -> shared(Unpooled.wrappedBuffer(line)));
		this.held = null;
		this.heldBytes = 0;
	}

	void beginBurst() {
		this.burst = true;
	}

	void endBurst() {
		this.burst = false;
		flush();
	}

	/**
	 * Sends what was written, unless a burst is going on, which ends with a flush.
	 */
	void flush() {
		if (this.burst) {
			return;
		}
		writeBatch();
		if (this.unflushed) {
			this.unflushed = false;
			this.connection.flush();
		}
	}

	/**
	 * Hands everything to the connection, which is about to be closed.
	 */
	void finish() {
		writeBatch();
	}

	/**
	 * Drops what the connection does not take any more.
	 */
	void release() {
		this.held = null;
		ByteBuf last = this.batch;
		if (last != null) {
			this.batch = null;
			last.release();
		}
	}

	private ByteBuf begin() {
		ByteBuf out = this.batch;
		if (out == null) {
			out = this.connection.allocator().buffer(BATCH_SIZE);
			this.batch = out;
		}
		return out;
	}

	private void end(ByteBuf out) {
		if (out.readableBytes() > MAX_BATCH || this.connection.transport() == Transport.WEBSOCKET) {
			writeBatch();
		}
	}

	private void writeBatch() {
		ByteBuf full = this.batch;
		if (full == null) {
			return;
		}
		this.batch = null;
		if (full.isReadable()) {
			this.connection.write(full, false);
			this.unflushed = true;
		}
		else {
			full.release();
		}
	}

}
