package io.stratum.node;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;

/**
 * The body of an answer as it comes, to its limit.
 */
final class BodyStream extends InputStream {

	private final Iterator<byte[]> chunks;

	private final long limit;

	private byte[] chunk = {};

	private int next;

	private long total;

	BodyStream(Iterator<byte[]> chunks, long limit) {
		this.chunks = chunks;
		this.limit = limit;
	}

	@Override
	public int read() throws IOException {
		return fill() ? this.chunk[this.next++] & 0xff : -1;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		if (length == 0) {
			return 0;
		}
		if (!fill()) {
			return -1;
		}
		int count = Math.min(length, this.chunk.length - this.next);
		System.arraycopy(this.chunk, this.next, target, offset, count);
		this.next += count;
		return count;
	}

	/** Waits until the answer begins. */
	void awaitFirst() {
		fill();
	}

	/** Waits for bytes; false at the end. */
	private boolean fill() {
		while (this.next == this.chunk.length) {
			if (!this.chunks.hasNext()) {
				return false;
			}
			this.chunk = this.chunks.next();
			this.next = 0;
			this.total += this.chunk.length;
			if (this.total > this.limit) {
				throw new InvalidAnswerException(
						"length of the answer: more than " + this.limit + " bytes (expected: <= " + this.limit + ")");
			}
		}
		return true;
	}

}
