package io.stratum.protocol.noise;

import java.util.Arrays;

import io.netty.buffer.ByteBuf;

/**
 * Seals and opens the frames of one connection after its handshake.
 * <p>
 * On the wire a frame is its six header bytes as one sealed block of 22 bytes, then its
 * payload in sealed blocks of at most 65519 plaintext bytes, all full except the last; an
 * empty payload has no block. The length in the header counts plaintext. Not thread-safe;
 * nothing has to be released.
 */
public final class NoiseTransport {

	/** Plaintext bytes of a frame header. */
	public static final int HEADER_LENGTH = 6;

	/** The greatest number of plaintext bytes in one block. */
	public static final int MAX_CHUNK = 65519;

	private static final int LENGTH_OFFSET = 3;

	private static final byte[] NOTHING = {};

	private final ChaChaPoly cipher;

	private final CipherState sending;

	private final CipherState receiving;

	private byte[] partial = NOTHING;

	private int partialLength;

	private int payloadLeft;

	private boolean failed;

	NoiseTransport(ChaChaPoly cipher, CipherState sending, CipherState receiving) {
		this.cipher = cipher;
		this.sending = sending;
		this.receiving = receiving;
	}

	/**
	 * The same transport for another thread. This one must not be used any more, nor have
	 * been used.
	 * @param cipher the cipher of the thread that owns the connection
	 * @return the transport
	 */
	public NoiseTransport withCipher(ChaChaPoly cipher) {
		return new NoiseTransport(cipher, this.sending, this.receiving);
	}

	/**
	 * The number of bytes a frame has on the wire.
	 * @param payloadLength the length of its plaintext payload
	 * @return the length
	 */
	public static int sealedLength(int payloadLength) {
		int chunks = (payloadLength + MAX_CHUNK - 1) / MAX_CHUNK;
		return HEADER_LENGTH + payloadLength + ChaChaPoly.TAG_LENGTH * (chunks + 1);
	}

	/**
	 * Seals frames. The receiver has to get the result in the order of the calls.
	 * @param frames whole plaintext frames, one after the other; all are read, none is
	 * released
	 * @param out where the sealed bytes are added
	 * @throws IllegalArgumentException if a frame is not complete
	 */
	public void seal(ByteBuf frames, ByteBuf out) {
		while (frames.isReadable()) {
			int length = payloadLength(frames);
			out.ensureWritable(sealedLength(length));
			sealBlock(frames, HEADER_LENGTH, out);
			for (int left = length; left > 0; left -= MAX_CHUNK) {
				sealBlock(frames, Math.min(left, MAX_CHUNK), out);
			}
		}
	}

	private static int payloadLength(ByteBuf frames) {
		int readable = frames.readableBytes();
		if (readable < HEADER_LENGTH) {
			throw new IllegalArgumentException("header length: " + readable + " (expected: " + HEADER_LENGTH + ")");
		}
		int length = frames.getUnsignedMediumLE(frames.readerIndex() + LENGTH_OFFSET);
		if (readable - HEADER_LENGTH < length) {
			throw new IllegalArgumentException(
					"payload length: " + (readable - HEADER_LENGTH) + " (expected: " + length + ")");
		}
		return length;
	}

	private void sealBlock(ByteBuf plaintext, int length, ByteBuf out) {
		plaintext.readBytes(this.cipher.input(length), 0, length);
		int sealed = this.sending.seal(this.cipher, ChaChaPoly.noData(), length);
		out.writeBytes(this.cipher.output(), 0, sealed);
	}

	/**
	 * Opens the next block. The plaintext of a header comes out before any byte of its
	 * payload is waited for, so that a limit can be enforced in between.
	 * @param in sealed bytes, cut anywhere; read up to the end of the block, or all when
	 * the block is not complete (what was read is kept then). Not released
	 * @param out where the plaintext of the block is added
	 * @return whether a block was opened; false when more bytes are needed
	 * @throws NoiseException if a tag does not verify, now or in an earlier call
	 */
	public boolean open(ByteBuf in, ByteBuf out) throws NoiseException {
		if (this.failed) {
			throw new NoiseException("the transport has failed before");
		}
		int plaintextLength = (this.payloadLeft > 0) ? Math.min(this.payloadLeft, MAX_CHUNK) : HEADER_LENGTH;
		int length = plaintextLength + ChaChaPoly.TAG_LENGTH;
		if (this.partialLength + in.readableBytes() < length) {
			keep(in);
			return false;
		}
		System.arraycopy(this.partial, 0, this.cipher.input(length), 0, this.partialLength);
		in.readBytes(this.cipher.input(length), this.partialLength, length - this.partialLength);
		this.partial = NOTHING;
		this.partialLength = 0;
		openBlock(length, out);
		return true;
	}

	private void openBlock(int length, ByteBuf out) throws NoiseException {
		this.failed = true;
		int opened = this.receiving.open(this.cipher, ChaChaPoly.noData(), length);
		this.failed = false;
		byte[] plaintext = this.cipher.output();
		if (this.payloadLeft > 0) {
			this.payloadLeft -= opened;
		}
		else {
			this.payloadLeft = Byte.toUnsignedInt(plaintext[3]) | Byte.toUnsignedInt(plaintext[4]) << 8
					| Byte.toUnsignedInt(plaintext[5]) << 16;
		}
		out.writeBytes(plaintext, 0, opened);
	}

	private void keep(ByteBuf in) {
		int readable = in.readableBytes();
		int needed = this.partialLength + readable;
		if (this.partial.length < needed) {
			this.partial = Arrays.copyOf(this.partial, Math.max(needed, 2 * this.partial.length));
		}
		in.readBytes(this.partial, this.partialLength, readable);
		this.partialLength = needed;
	}

}
