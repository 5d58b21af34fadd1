package io.stratum.protocol.sv2;

import io.netty.buffer.ByteBuf;

/**
 * The six bytes before a payload.
 *
 * @param extensionType the extension, 15 bits; 0 for the core protocols
 * @param channelMessage whether the payload begins with a channel id: the highest bit of
 * the first U16
 * @param messageType the type, 8 bits
 * @param payloadLength the length of the plaintext payload, 24 bits
 */
public record FrameHeader(int extensionType, boolean channelMessage, int messageType, int payloadLength) {

	/** Length in bytes. */
	public static final int LENGTH = 6;

	static final int MAX_PAYLOAD_LENGTH = 0xffffff;

	private static final int CHANNEL_BIT = 0x8000;

	/**
	 * Checks that every field fits its bits.
	 */
	public FrameHeader {
		checkRange("extension type", extensionType, CHANNEL_BIT - 1);
		checkRange("message type", messageType, 0xff);
		checkRange("payload length", payloadLength, MAX_PAYLOAD_LENGTH);
	}

	private static void checkRange(String what, int value, int max) {
		if (value < 0 || value > max) {
			throw new IllegalArgumentException(what + ": " + value + " (expected: 0 to " + max + ")");
		}
	}

	static FrameHeader decode(ByteBuf in) {
		int extension = in.readUnsignedShortLE();
		int messageType = in.readUnsignedByte();
		return new FrameHeader(extension & ~CHANNEL_BIT, (extension & CHANNEL_BIT) != 0, messageType,
				in.readUnsignedMediumLE());
	}

	void encode(ByteBuf out) {
		out.writeShortLE(this.extensionType | (this.channelMessage ? CHANNEL_BIT : 0));
		out.writeByte(this.messageType);
		out.writeMediumLE(this.payloadLength);
	}

}
