package io.stratum.protocol.sv2;

import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.jspecify.annotations.Nullable;

import io.stratum.protocol.ProtocolException;

/**
 * Cuts plaintext bytes into frames and frames into messages.
 * <p>
 * A message may be longer than its known fields, which belong to extensions or newer
 * revisions; a shorter one is an error. The channel bit of known messages is not looked
 * at: it changed between revisions, and their fields say the same. Memory for a payload
 * grows with the bytes that have come, not with the announced length. After an error the
 * decoder is finished. Not thread-safe; nothing has to be released.
 */
public final class Sv2Decoder {

	private static final byte[] NOTHING = {};

	private final byte[] headerBytes = new byte[FrameHeader.LENGTH];

	private int headerLength;

	private @Nullable FrameHeader header;

	private byte[] payload = NOTHING;

	private int payloadLength;

	private Sv2Limits limits;

	private boolean failed;

	/**
	 * Creates a decoder.
	 * @param limits the limits of the first state
	 */
	public Sv2Decoder(Sv2Limits limits) {
		this.limits = limits;
	}

	/**
	 * Changes the limits for the frames that have not begun yet.
	 * @param limits the limits
	 */
	public void setLimits(Sv2Limits limits) {
		this.limits = limits;
	}

	/**
	 * Takes the next message out of the bytes and what was kept from before.
	 * @param in plaintext, cut anywhere; read up to the end of the message, or all of it
	 * when the message is not complete. Not released
	 * @return the message, or null when more bytes are needed
	 * @throws ProtocolException if a payload is longer than the limit (before any of it
	 * is kept) or does not hold the fields of its message, now or in an earlier call
	 */
	public @Nullable Sv2Message decode(ByteBuf in) throws ProtocolException {
		if (this.failed) {
			throw new ProtocolException("the decoder has failed before");
		}
		this.failed = true;
		Sv2Message message = next(in);
		this.failed = false;
		return message;
	}

	private @Nullable Sv2Message next(ByteBuf in) throws ProtocolException {
		FrameHeader current = (this.header != null) ? this.header : readHeader(in);
		this.header = current;
		if (current == null) {
			return null;
		}
		if (this.payloadLength + in.readableBytes() < current.payloadLength()) {
			keep(in, in.readableBytes());
			return null;
		}
		ByteBuf complete = completePayload(in, current.payloadLength());
		this.header = null;
		this.headerLength = 0;
		this.payload = NOTHING;
		this.payloadLength = 0;
		return message(current, complete);
	}

	private @Nullable FrameHeader readHeader(ByteBuf in) throws ProtocolException {
		int length = Math.min(in.readableBytes(), FrameHeader.LENGTH - this.headerLength);
		in.readBytes(this.headerBytes, this.headerLength, length);
		this.headerLength += length;
		if (this.headerLength < FrameHeader.LENGTH) {
			return null;
		}
		FrameHeader decoded = FrameHeader.decode(Unpooled.wrappedBuffer(this.headerBytes));
		if (decoded.payloadLength() > this.limits.maxPayloadLength()) {
			throw new ProtocolException("payload length: " + decoded.payloadLength() + " (expected: <= "
					+ this.limits.maxPayloadLength() + ")");
		}
		return decoded;
	}

	private ByteBuf completePayload(ByteBuf in, int length) {
		if (this.payloadLength == 0) {
			return in.readSlice(length);
		}
		keep(in, length - this.payloadLength);
		return Unpooled.wrappedBuffer(this.payload, 0, length);
	}

	private void keep(ByteBuf in, int length) {
		int needed = this.payloadLength + length;
		if (this.payload.length < needed) {
			this.payload = Arrays.copyOf(this.payload, Math.max(needed, 2 * this.payload.length));
		}
		in.readBytes(this.payload, this.payloadLength, length);
		this.payloadLength = needed;
	}

	private static Sv2Message message(FrameHeader header, ByteBuf payload) throws ProtocolException {
		Sv2Codec<?> codec = Sv2Codec.of(header);
		if (codec == null) {
			return new UnknownMessage(header, Octets.read(payload, payload.readableBytes()));
		}
		return codec.fieldReader().read(new Sv2Reader(payload));
	}

}
