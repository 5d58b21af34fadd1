package io.stratum.server;

import io.netty.buffer.ByteBuf;

/**
 * Tells by its first bytes what a peer speaks. The encrypted transport of Stratum V2
 * begins with 64 random bytes, so whatever else is recognized must be improbable among
 * those: each of the rules mistakes fewer than one random key in a hundred million.
 */
final class DialectDetector {

	/** From so many bytes on the answer is never {@link Opening#UNDECIDED}. */
	static final int MAX_LENGTH = 32;

	/** A shorter line has to look like JSON. */
	private static final int PLAUSIBLE_LENGTH = 16;

	/** SetupConnection with its length below 2048, and one of the three protocols. */
	private static final Signature SETUP_CONNECTION = new Signature(new int[] { 0, 0, 0, 0, 0, 0, 0 },
			new int[] { 0, 0, 0, 0xff, 7, 0, 2 });

	/** A record of up to 16 KiB that begins with a ClientHello. */
	private static final Signature CLIENT_HELLO = new Signature(new int[] { 0x16, 3, 0, 0, 0, 1, 0 },
			new int[] { 0x16, 3, 4, 0x40, 0xff, 1, 0 });

	private DialectDetector() {
	}

	/**
	 * Looks at the first bytes of a stream.
	 * @param bytes all that has come so far; they are not consumed
	 * @param onlyText whether nothing but text is served, so that the first byte of a
	 * text decides
	 * @return what they are
	 */
	static Opening detect(ByteBuf bytes, boolean onlyText) {
		if (!bytes.isReadable()) {
			return Opening.UNDECIDED;
		}
		if (!isText(bytes.getByte(bytes.readerIndex()))) {
			return binary(bytes);
		}
		return onlyText ? Opening.TEXT : text(bytes);
	}

	private static Opening binary(ByteBuf bytes) {
		if (SETUP_CONNECTION.matches(bytes)) {
			return SETUP_CONNECTION.isComplete(bytes) ? Opening.PLAINTEXT_SV2 : Opening.UNDECIDED;
		}
		if (CLIENT_HELLO.matches(bytes)) {
			return CLIENT_HELLO.isComplete(bytes) ? Opening.TLS : Opening.UNDECIDED;
		}
		return Opening.NOISE;
	}

	private static Opening text(ByteBuf bytes) {
		int length = Math.min(bytes.readableBytes(), MAX_LENGTH);
		for (int i = 0; i < length; i++) {
			byte next = bytes.getByte(bytes.readerIndex() + i);
			if (!isText(next)) {
				return Opening.NOISE;
			}
			if (next == '\n' && (i >= PLAUSIBLE_LENGTH || isObject(bytes, i))) {
				return Opening.TEXT;
			}
		}
		return (length == MAX_LENGTH) ? Opening.TEXT : Opening.UNDECIDED;
	}

	private static boolean isText(byte value) {
		return (value >= ' ' && value <= '~') || value == '\n' || value == '\r' || value == '\t';
	}

	private static boolean isObject(ByteBuf bytes, int length) {
		int start = bytes.readerIndex();
		int last = start + length - 1;
		if (last > start && bytes.getByte(last) == '\r') {
			last--;
		}
		return last >= start + 2 && bytes.getByte(start) == '{' && bytes.getByte(start + 1) == '"'
				&& bytes.getByte(last) == '}';
	}

	/**
	 * How a stream begins.
	 */
	enum Opening {

		/** More bytes are needed. */
		UNDECIDED,

		/** A line of Stratum V1, or of HTTP. */
		TEXT,

		/** A frame of Stratum V2 that is not encrypted. */
		PLAINTEXT_SV2,

		/** An encrypted handshake of Stratum V2, or noise in the other sense. */
		NOISE,

		/** A TLS handshake, where there is no TLS. */
		TLS

	}

	/**
	 * The least and the greatest value of each of the first bytes.
	 */
	private record Signature(int[] least, int[] greatest) {

		boolean matches(ByteBuf bytes) {
			int length = Math.min(bytes.readableBytes(), this.least.length);
			for (int i = 0; i < length; i++) {
				int value = bytes.getUnsignedByte(bytes.readerIndex() + i);
				if (value < this.least[i] || value > this.greatest[i]) {
					return false;
				}
			}
			return true;
		}

		boolean isComplete(ByteBuf bytes) {
			return bytes.readableBytes() >= this.least.length;
		}

	}

}
