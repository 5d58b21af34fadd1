package io.stratum.client.transport;

import org.jspecify.annotations.Nullable;

import io.netty.buffer.ByteBuf;

import io.stratum.protocol.ProtocolException;

/**
 * One side of a dialect on one connection: gets what the server sends. All calls come on
 * the event loop of the connection.
 */
public interface ByteReceiver {

	/**
	 * Bytes came.
	 * @param bytes the bytes, cut anywhere; released by the caller
	 * @throws ProtocolException if they make no sense; the connection is closed
	 */
	void received(ByteBuf bytes) throws ProtocolException;

	/**
	 * A frame of the transport ended, which ends a line, too.
	 * @throws ProtocolException if what came makes no sense; the connection is closed
	 */
	default void endOfFrame() throws ProtocolException {
	}

	/**
	 * The connection ended. It is the last call.
	 * @param cause why, or null if either side just closed it
	 */
	void terminated(@Nullable Throwable cause);

}
