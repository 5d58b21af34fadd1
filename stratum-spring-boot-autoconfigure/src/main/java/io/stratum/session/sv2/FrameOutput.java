package io.stratum.session.sv2;

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import io.stratum.protocol.sv2.FrameHeader;
import io.stratum.protocol.sv2.Sv2Encoder;
import io.stratum.protocol.sv2.Sv2Message;
import io.stratum.session.Connection;

/**
 * What a session sends: one frame per write, and one flush per burst of messages that
 * came. Used on the loop only.
 */
final class FrameOutput {

	private static final int FRAME_SIZE = 128;

	private final Connection connection;

	private boolean burst;

	private boolean unflushed;

	FrameOutput(Connection connection) {
		this.connection = connection;
	}

	/**
	 * Writes a message.
	 * @param message the message
	 * @throws IllegalArgumentException if it cannot be encoded
	 */
	void message(Sv2Message message) {
		write(encode(message));
	}

	/**
	 * Writes messages, all or none.
	 * @param messages the messages
	 * @throws IllegalArgumentException if one of them cannot be encoded
	 */
	void messages(List<? extends Sv2Message> messages) {
		List<ByteBuf> frames = new ArrayList<>(messages.size());
		try {
			messages.forEach((message) -> frames.add(encode(message)));
		}
		catch (IllegalArgumentException ex) {
			frames.forEach(ByteBuf::release);
			throw ex;
		}
		frames.forEach(this::write);
	}

	/**
	 * Writes a frame that somebody else encoded.
	 * @param frame the frame
	 */
	void encoded(byte[] frame) {
		write(Unpooled.wrappedBuffer(frame));
	}

	/**
	 * Writes a frame that other sessions write, too.
	 * @param frame the frame; stays the caller's
	 */
	void shared(ByteBuf frame) {
		write(frame.retainedDuplicate());
	}

	/**
	 * Writes a copy of a shared frame to another channel or group.
	 * @param frame the frame of a channel message; stays the caller's
	 * @param channelId whom the copy goes to
	 */
	void copy(ByteBuf frame, int channelId) {
		ByteBuf copy = this.connection.allocator().buffer(frame.readableBytes());
		copy.writeBytes(frame, frame.readerIndex(), frame.readableBytes());
		copy.setIntLE(FrameHeader.LENGTH, channelId);
		write(copy);
	}

	/** Whether the peer reads what is written. */
	boolean isWritable() {
		return this.connection.isWritable();
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
		if (!this.burst && this.unflushed) {
			this.unflushed = false;
			this.connection.flush();
		}
	}

	private ByteBuf encode(Sv2Message message) {
		ByteBuf out = this.connection.allocator().buffer(FRAME_SIZE);
		try {
			Sv2Encoder.encode(message, out);
			return out;
		}
		catch (RuntimeException ex) {
			out.release();
			throw ex;
		}
	}

	private void write(ByteBuf frame) {
		this.connection.write(frame, true);
		this.unflushed = true;
	}

}
