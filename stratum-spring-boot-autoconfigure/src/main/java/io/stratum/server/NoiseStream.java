package io.stratum.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import org.jspecify.annotations.Nullable;

import io.stratum.protocol.noise.NoiseException;
import io.stratum.protocol.noise.NoiseTransport;

/**
 * The encryption of a connection after its handshake. What the session writes is sealed
 * at once into one buffer, which goes to the transport when it is flushed or full. Used
 * on the loop only, except {@link #sealedBytes()}.
 */
final class NoiseStream {

	private static final int INITIAL_LENGTH = 512;

	private static final int FULL_LENGTH = 32 * 1024;

	private final NoiseTransport transport;

	private final ConnectionLoop loop;

	private @Nullable ByteBuf sealed;

	/** The length of what is sealed, for other threads. */
	private volatile int sealedBytes;

	/** From the first error or the end on: nothing is sent any more. */
	private boolean broken;

	NoiseStream(NoiseTransport transport, ConnectionLoop loop) {
		this.transport = transport.withCipher(loop.cipher());
		this.loop = loop;
	}

	/**
	 * Opens the next block of what came.
	 * @return the plaintext, which is the loop's and good until the next call; null if
	 * the block is not complete
	 * @throws NoiseException if a tag does not verify
	 */
	@Nullable ByteBuf open(ByteBuf bytes) throws NoiseException {
		ByteBuf plaintext = this.loop.plaintext().clear();
		return this.transport.open(bytes, plaintext) ? plaintext : null;
	}

	/**
	 * Seals frames.
	 * @param frames whole frames, which are released
	 * @return whether so much is sealed that it should be sent
	 */
	boolean seal(ByteBuf frames, ByteBufAllocator allocator) {
		try {
			if (this.broken) {
				return false;
			}
			ByteBuf out = this.sealed;
			if (out == null) {
				out = allocator.buffer(INITIAL_LENGTH);
				this.sealed = out;
			}
			this.transport.seal(frames, out);
			this.sealedBytes = out.readableBytes();
			return this.sealedBytes >= FULL_LENGTH;
		}
		finally {
			frames.release();
		}
	}

	/**
	 * Takes what was sealed.
	 * @return the caller's now, null if there is nothing
	 */
	@Nullable ByteBuf takeSealed() {
		ByteBuf out = this.sealed;
		this.sealed = null;
		if (out != null) {
			this.sealedBytes = 0;
		}
		return out;
	}

	int sealedBytes() {
		return this.sealedBytes;
	}

	/**
	 * Sends nothing more, not even what was sealed.
	 */
	void breakOff() {
		this.broken = true;
		ByteBuf out = takeSealed();
		if (out != null) {
			out.release();
		}
	}

}
