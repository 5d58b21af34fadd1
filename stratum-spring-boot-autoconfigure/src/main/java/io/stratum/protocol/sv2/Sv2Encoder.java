package io.stratum.protocol.sv2;

import io.netty.buffer.ByteBuf;

/**
 * Writes messages as plaintext frames.
 */
public final class Sv2Encoder {

	private Sv2Encoder() {
	}

	/**
	 * Adds one frame.
	 * @param message the message
	 * @param out where the frame is added; left as it was when the message is refused
	 * @throws IllegalArgumentException if a field does not fit its type, or if an unknown
	 * message has no payload: peers drop the connection on such a frame
	 */
	public static void encode(Sv2Message message, ByteBuf out) {
		int start = out.writerIndex();
		try {
			if (message instanceof UnknownMessage unknown) {
				encodeUnknown(unknown, out);
			}
			else {
				encodeKnown(message, out);
			}
		}
		catch (IllegalArgumentException ex) {
			out.writerIndex(start);
			throw ex;
		}
	}

	private static void encodeUnknown(UnknownMessage message, ByteBuf out) {
		if (message.header().payloadLength() == 0) {
			throw new IllegalArgumentException("payload length: 0 (expected: > 0)");
		}
		message.header().encode(out);
		message.payload().writeTo(out);
	}

	private static <M extends Sv2Message> void encodeKnown(M message, ByteBuf out) {
		Sv2Codec<M> codec = Sv2Codec.of(message);
		if (codec == null) {
			throw new IllegalStateException("no codec for " + message.getClass().getName());
		}
		int start = out.writerIndex();
		out.writeZero(FrameHeader.LENGTH);
		codec.fieldWriter().accept(message, new Sv2Writer(out));
		int end = out.writerIndex();
		FrameHeader header = new FrameHeader(codec.extensionType(), message instanceof OfChannel, codec.messageType(),
				end - start - FrameHeader.LENGTH);
		header.encode(out.writerIndex(start));
		out.writerIndex(end);
	}

}
