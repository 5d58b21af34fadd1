package io.stratum.server;

import io.netty.buffer.ByteBuf;

/**
 * The messages of a WebSocket on their way to a connection. Text is a line per message;
 * binary messages are a byte stream, or frames of an agent. Their parts go on as they
 * come; their sum is limited. Used on the loop of the connection only.
 */
public final class FramedInput {

	/** The close code of RFC 6455. */
	private static final int TOO_LONG = 1009;

	private final PeerConnection connection;

	private final int maxLength;

	private boolean binary;

	private int length;

	/**
	 * Creates the input of a connection.
	 * @param connection the connection
	 * @param maxLength the longest message in bytes
	 */
	public FramedInput(PeerConnection connection, int maxLength) {
		this.connection = connection;
		this.maxLength = maxLength;
	}

	/**
	 * A message begins, or goes on with the same type.
	 * @param binary whether it is a binary one
	 */
	public void begin(boolean binary) {
		this.binary = binary;
	}

	/**
	 * Takes a part of the message.
	 * @param part the bytes; they stay the caller's
	 * @param last whether the message ends with them
	 */
	public void receive(ByteBuf part, boolean last) {
		this.length += part.readableBytes();
		if (this.length > this.maxLength) {
			this.connection.violated(TOO_LONG,
					"message length: " + this.length + " (expected: <= " + this.maxLength + ")");
			return;
		}
		this.connection.receiveFrame(part, this.binary, last);
		if (last) {
			this.length = 0;
		}
	}

}
