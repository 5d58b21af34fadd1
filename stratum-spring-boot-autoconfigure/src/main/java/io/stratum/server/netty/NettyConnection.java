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
import io.stratum.server.SessionConnection;

/**
 * A connection that is a channel. What the session writes while bytes are being read
 * leaves by one flush at the end of the read.
 */
abstract class NettyConnection extends SessionConnection {

	private final Channel channel;

	private boolean active;

	private boolean unflushed;

	NettyConnection(ConnectionGroup group, ConnectionLoop loop, Channel channel) {
		super(group, loop, (InetSocketAddress) channel.remoteAddress());
		this.channel = channel;
	}

	final Channel channel() {
		return this.channel;
	}

	/** The channel is ready, after the TLS handshake if there is one. */
	void active() {
		this.active = true;
		// Reactor Netty switches it off for every channel.
		this.channel.config().setAutoRead(true);
	}

	/** Something was decoded. It stays the caller's. */
	abstract void read(Object message);

	/** The decoder gave up, because of the peer. */
	void malformed(Throwable cause) {
		debug(cause.toString());
		this.channel.close();
	}

	/** Something failed in the pipeline. */
	final void caught(Throwable cause) {
		if (cause instanceof RejectedExecutionException && !this.active) {
			overloaded();
		}
		else if (!this.active || cause instanceof IOException || cause instanceof DecoderException) {
			malformed(cause);
		}
		else {
			failed(cause);
		}
	}

	/** What the pipeline takes for a message. */
	abstract Object frame(ByteBuf message, boolean binary);

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
			this.unflushed = false;
			this.channel.flush();
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
