package io.stratum.session.flow;

import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that were read but may not be decoded yet, because reading has stopped. A
 * transport hands over what it had already read; one that goes on for more than the limit
 * ignores that reading has stopped.
 */
public final class HeldBytes {

	private static final int MAX_LENGTH = 1 << 20;

	private byte @Nullable [] bytes;

	private int length;

	/** Whether nothing is kept. */
	public boolean isEmpty() {
		return this.length == 0;
	}

	/**
	 * Keeps a copy of bytes.
	 * @param in the bytes, which are read
	 * @return false if that would be more than the limit
	 */
	public boolean add(ByteBuf in) {
		int count = in.readableBytes();
		int start = this.length;
		if (!grow(count)) {
			return false;
		}
		if (this.bytes != null) {
			in.readBytes(this.bytes, start, count);
		}
		return true;
	}

	/**
	 * Marks the end of a frame, which ends a line.
	 * @return false if that would be more than the limit
	 */
	public boolean endLine() {
		if (!grow(1)) {
			return false;
		}
		if (this.bytes != null) {
			this.bytes[this.length - 1] = '\n';
		}
		return true;
	}

	/**
	 * Takes what is kept.
	 * @return the bytes, in a buffer that need not be released
	 */
	public ByteBuf take() {
		byte[] taken = this.bytes;
		ByteBuf buffer = (taken != null) ? Unpooled.wrappedBuffer(taken, 0, this.length) : Unpooled.EMPTY_BUFFER;
		clear();
		return buffer;
	}

	private void clear() {
		this.bytes = null;
		this.length = 0;
	}

	private boolean grow(int count) {
		int needed = this.length + count;
		if (needed > MAX_LENGTH) {
			return false;
		}
		if (this.bytes == null) {
			this.bytes = new byte[needed];
		}
		else if (this.bytes.length < needed) {
			this.bytes = Arrays.copyOf(this.bytes, Math.min(MAX_LENGTH, Math.max(needed, 2 * this.bytes.length)));
		}
		this.length = needed;
		return true;
	}

}
