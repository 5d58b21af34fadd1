package io.stratum.session;

import java.net.InetSocketAddress;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * What a session needs of its transport. All methods but {@link #loop()} and the getters
 * are called on the loop only.
 */
public interface Connection {

	/**
	 * The loop that owns the connection.
	 * @return the loop
	 */
	Loop loop();

	/**
	 * Where the peer is: the proxied address when a trusted proxy gave one.
	 * @return the address
	 */
	InetSocketAddress remoteAddress();

	/**
	 * The name of the listener that accepted the connection.
	 * @return the name
	 */
	String listener();

	/**
	 * The transport.
	 * @return the transport
	 */
	Transport transport();

	/**
	 * Where to get buffers for {@link #write(ByteBuf, boolean)}.
	 * @return the allocator
	 */
	ByteBufAllocator allocator();

	/**
	 * Queues one message without sending it yet; after {@link #close()} it is released
	 * and dropped.
	 * @param message the bytes; released by the connection. A JSON message ends with LF;
	 * of Stratum V2 there are whole frames
	 * @param binary whether a transport with frames uses a binary one, not a text one
	 */
	void write(ByteBuf message, boolean binary);

	/**
	 * Sends what was queued.
	 */
	void flush();

	/**
	 * Whether the peer takes data fast enough.
	 * @return false while too many bytes wait
	 */
	boolean isWritable();

	/**
	 * The bytes that wait to be sent. May be asked for on any thread.
	 * @return a number of bytes
	 */
	long pendingBytes();

	/**
	 * Starts or stops reading, for back-pressure.
	 * @param reading whether to read
	 */
	void setReading(boolean reading);

	/**
	 * Sends what was queued, then closes. Harmless when closed.
	 */
	void close();

}
