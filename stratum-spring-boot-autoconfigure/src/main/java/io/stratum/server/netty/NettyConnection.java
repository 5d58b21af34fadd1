package io.stratum.server.netty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.DecoderException;

import io.stratum.server.ConnectionGroup;
import io.stratum.server.ConnectionLoop;
import io.stratum.server.PeerConnection;

/**
 * A connection that is a channel, of a listener or of a web server on Reactor Netty. What
 * the session writes while bytes are being read leaves by one flush at the end of the
 * read.
 */
abstract class NettyConnection extends PeerConnection {

	private final Channel channel;

	/** From the end of the handshake of the transport on. */
	private boolean active;

	/** Whether something was written since the last flush. */
	private boolean unflushed;

	/**
	 * Creates the connection.
	 * @param group the group of its listener
	 * @param loop the loop of the channel
	 * @param channel the channel
	 * @param remoteAddress where the peer is
	 */
	NettyConnection(ConnectionGroup group, ConnectionLoop loop, Channel channel, InetSocketAddress remoteAddress) {
		super(group, loop, remoteAddress);
		this.channel = channel;
	}

	/**
	 * The channel.
	 * @return the channel
	 */
	protected final Channel channel() {
		return this.channel;
	}

	/**
	 * The channel is ready, after the handshakes of TLS and WebSocket as far as they are
	 * not the connection's own.
	 */
	public final void activate() {
		this.active = true;
		// Reactor Netty switches it off for every channel.
		this.channel.config().setAutoRead(true);
	}

	/**
	 * Takes what was decoded.
	 * @param message the message; it stays the caller's
	 */
	public abstract void read(Object message);

	/**
	 * The decoder gave up, because of the peer.
	 * @param cause what it was given
	 */
	protected void undecodable(Throwable cause) {
		debug(cause.toString());
		this.channel.close();
	}

	/**
	 * Something failed in the pipeline.
	 * @param cause the failure
	 */
	public final void caught(Throwable cause) {
		if (cause instanceof RejectedExecutionException && !this.active) {
			overloaded();
		}
		else if (!this.active || cause instanceof IOException || cause instanceof DecoderException) {
			undecodable(cause);
		}
		else {
			failed(cause);
		}
	}

	/**
	 * Makes what the pipeline takes for a message.
	 * @param message the bytes
	 * @param binary whether a transport with frames uses a binary one
	 * @return an object that owns the bytes
	 */
	protected abstract Object frame(ByteBuf message, boolean binary);

	@Override
	protected final void send(ByteBuf message, boolean binary) {
		if (!this.channel.isActive()) {
			message.release();
			return;
		}
		write(frame(message, binary));
	}

	final void write(Object frame) {
		this.unflushed = true;
		this.channel.write(frame, this.channel.voidPromise());
		if (isReading() && !this.channel.isWritable()) {
			push();
		}
	}

	@Override
	protected final void push() {
		if (this.unflushed) {
			this.unflushed = false;
			this.channel.flush();
		}
	}

	@Override
	protected final void abort() {
		this.channel.unsafe().close(this.channel.unsafe().voidPromise());
	}

	@Override
	public final ByteBufAllocator allocator() {
		return this.channel.alloc();
	}

	@Override
	public final boolean isWritable() {
		return this.channel.isWritable();
	}

	@Override
	protected final long queuedBytes() {
		ChannelOutboundBuffer buffer = this.channel.unsafe().outboundBuffer();
		return (buffer != null) ? buffer.totalPendingWriteBytes() : 0;
	}

	@Override
	public final void setReading(boolean reading) {
		if (!isClosing()) {
			this.channel.config().setAutoRead(reading);
		}
	}

}
