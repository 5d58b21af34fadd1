package io.stratum.session.sv2;

import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Bytes that came while reading had stopped. A transport hands over what it had already
 * read; one that goes on for more than the limit ignores that reading has stopped.
 */
final class HeldBytes {

	private static final int MAX_LENGTH = 1 << 20;

	private byte[] bytes = {};

	private int length;

	boolean isEmpty() {
		return this.length == 0;
	}

	/**
	 * Keeps a copy of bytes.
	 * @param in the bytes, which are read
	 * @return false if that would be more than the limit
	 */
	boolean add(ByteBuf in) {
		int count = in.readableBytes();
		int needed = this.length + count;
		if (needed > MAX_LENGTH) {
			return false;
		}
		if (this.bytes.length < needed) {
			this.bytes = Arrays.copyOf(this.bytes, Math.min(MAX_LENGTH, Math.max(needed, 2 * this.bytes.length)));
		}
		in.readBytes(this.bytes, this.length, count);
		this.length = needed;
		return true;
	}

	/**
	 * Takes what is kept.
	 * @return the bytes, in a buffer that need not be released
	 */
	ByteBuf take() {
		ByteBuf taken = Unpooled.wrappedBuffer(this.bytes, 0, this.length);
		this.bytes = new byte[0];
		this.length = 0;
		return taken;
	}

}
