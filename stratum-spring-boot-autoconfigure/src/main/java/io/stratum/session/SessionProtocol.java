package io.stratum.session;

import io.netty.buffer.ByteBuf;

/**
 * The state machine of a dialect on one connection, as the transport drives it. All
 * methods are called on the loop of the connection.
 */
public interface SessionProtocol {

	/**
	 * Bytes came. They may be any part of any number of messages.
	 * @param bytes the bytes; they stay the caller's and must not be kept
	 */
	void receive(ByteBuf bytes);

	/**
	 * A transport with frames ended one; what is not complete now ends here.
	 */
	void frameEnded();

	/**
	 * All bytes that were there have been received; replies are sent now.
	 */
	void readComplete();

	/**
	 * {@link Connection#isWritable()} changed.
	 */
	void writabilityChanged();

	/**
	 * Time passed; called every second.
	 * @param nowNanos the monotonic time
	 */
	void sweep(long nowNanos);

	/**
	 * Ends the session for a reason, telling the peer what its dialect has for it, then
	 * flushing and closing. Harmless when ended.
	 * @param reason the reason
	 */
	void close(CloseReason reason);

	/**
	 * The server is stopping: takes no more requests, answers those that are under way,
	 * and ends then as by {@link #close(CloseReason)}. Harmless when ended.
	 */
	void shutDown();

	/**
	 * The peer sent what cannot be decrypted: ends the session as after any other message
	 * that is none of the dialect.
	 */
	void malformed();

	/**
	 * The connection is closed.
	 */
	void closed();

}
