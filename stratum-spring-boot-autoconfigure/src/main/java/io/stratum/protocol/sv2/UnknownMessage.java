package io.stratum.protocol.sv2;

/**
 * A message of a type, or an extension, that is not known here. A server ignores it; a
 * proxy forwards it if it is a channel message.
 *
 * @param header the header it came with
 * @param payload the whole payload
 */
public record UnknownMessage(FrameHeader header, Octets payload) implements Sv2Message {

	/**
	 * Checks that header and payload belong together.
	 */
	public UnknownMessage {
		if (header.payloadLength() != payload.length()) {
			throw new IllegalArgumentException(
					"payload length: " + payload.length() + " (expected: " + header.payloadLength() + ")");
		}
	}

}
