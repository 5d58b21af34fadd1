package io.stratum.server.netty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.stratum.server.ConnectionGroup;
import io.stratum.server.ConnectionLoop;
import io.stratum.session.CloseReason;
import io.stratum.session.Connection;
import io.stratum.session.Loop;
import io.stratum.session.SessionProtocol;
import io.stratum.session.Transport;

/**
 * A connection over TCP or TLS: the last handler of its channel, so that a connection
 * costs one object. What the session writes while bytes are being read leaves by one
 * flush at the end of the read.
 */
class NettyConnection extends ChannelInboundHandlerAdapter implements Connection, ConnectionLoop.Member {

	private static final Log logger = LogFactory.getLog(NettyConnection.class);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

	private final NettyListener listener;

	private final Channel channel;

	private final ConnectionLoop loop;

	private final InetSocketAddress remoteAddress;

	private @Nullable SessionProtocol session;

	/** When the connection is given up, while it has no session or is closing. */
	private long deadline;

	private boolean reading;

	private boolean unflushed;

	private boolean closing;

	private boolean ended;

	NettyConnection(NettyListener listener, Channel channel, ConnectionLoop loop) {
		this.listener = listener;
		this.channel = channel;
		this.loop = loop;
		this.remoteAddress = (InetSocketAddress) channel.remoteAddress();
		this.deadline = loop.nanoTime() + group().settings().session().loginTimeout().toNanos();
	}

	final Channel channel() {
		return this.channel;
	}

	final @Nullable SessionProtocol session() {
		return this.session;
	}

	final boolean isClosing() {
		return this.closing;
	}

	final boolean join() {
		return group().join(this.loop, this, this.remoteAddress.getAddress());
	}

	/**
	 * Begins the session. Every dialect begins here; there is one so far.
	 */
	final void open() {
		this.session = this.listener.sessions().create(this, group().settings().session());
	}

	@Override
	public void channelActive(ChannelHandlerContext ctx) {
		open();
		// Reactor Netty switches it off for every channel.
		this.channel.config().setAutoRead(true);
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		try {
			if (message instanceof ByteBuf bytes && this.session != null && !this.closing) {
				this.reading = true;
				this.session.receive(bytes);
			}
		}
		finally {
			ReferenceCountUtil.release(message);
		}
	}

	/** Marks that bytes are being read, so that flushes wait for the end of the read. */
	final void readBegins() {
		this.reading = true;
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		if (!this.reading) {
			return;
		}
		if (this.session != null && !this.closing) {
			this.session.readComplete();
		}
		this.reading = false;
		flush();
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext ctx) {
		if (this.session != null && !this.closing) {
			this.session.writabilityChanged();
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		end();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		end();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		if (cause instanceof IOException || cause instanceof DecoderException) {
			debug(cause.toString());
			this.channel.close();
			return;
		}
		logger.error("Connection of " + this.remoteAddress + " on listener '" + listener() + "' failed", cause);
		fail(CloseReason.INTERNAL_ERROR);
	}

	final void fail(CloseReason reason) {
		try {
			if (this.session != null && !this.closing) {
				this.session.close(reason);
			}
			close();
		}
		catch (RuntimeException ex) {
			logger.error("Session of " + this.remoteAddress + " could not be closed", ex);
			terminate();
		}
	}

	final void debug(String text) {
		if (logger.isDebugEnabled()) {
			logger.debug("Connection of " + this.remoteAddress + " on listener '" + listener() + "': " + text);
		}
	}

	@Override
	public void sweep(long nowNanos) {
		if (this.session == null || this.closing) {
			if (nowNanos - this.deadline >= 0) {
				debug("took too long to " + (this.closing ? "close" : "begin"));
				terminate();
			}
			return;
		}
		try {
			this.session.sweep(nowNanos);
		}
		catch (RuntimeException ex) {
			logger.error("Session of " + this.remoteAddress + " failed", ex);
			fail(CloseReason.INTERNAL_ERROR);
		}
	}

	@Override
	public void shutDown() {
		if (this.session != null) {
			fail(CloseReason.SHUTDOWN);
		}
		else {
			this.channel.close();
		}
	}

	@Override
	public void terminate() {
		this.closing = true;
		this.channel.unsafe().close(this.channel.unsafe().voidPromise());
	}

	@Override
	public void write(ByteBuf message, boolean binary) {
		if (this.closing || !this.channel.isActive()) {
			message.release();
			return;
		}
		writeFrame(frame(message, binary));
	}

	final void writeFrame(Object frame) {
		this.unflushed = true;
		this.channel.write(frame, this.channel.voidPromise());
		if (this.reading && !this.channel.isWritable()) {
			this.unflushed = false;
			this.channel.flush();
		}
	}

	/** What the pipeline takes for a message. */
	Object frame(ByteBuf message, boolean binary) {
		return message;
	}

	@Override
	public final void flush() {
		if (this.unflushed && !this.reading) {
			this.unflushed = false;
			this.channel.flush();
		}
	}

	@Override
	public final void close() {
		if (this.closing) {
			return;
		}
		this.closing = true;
		this.deadline = this.loop.nanoTime() + CLOSE_TIMEOUT.toNanos();
		if (this.channel.isActive()) {
			// What still comes is dropped, and the peer's end of the stream must be seen.
			this.channel.config().setAutoRead(true);
			sayGoodbye();
		}
	}

	/**
	 * Sends what is queued and ends the connection.
	 */
	void sayGoodbye() {
		this.channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
			.addListener((ChannelFutureListener) this::endOutput);
	}

	// Closing a socket with unread bytes resets it, and the peer may lose our last words:
	// the output ends first, the socket when the peer has ended too.
	private void endOutput(ChannelFuture written) {
		if (written.isSuccess() && transport() == Transport.TCP && this.channel instanceof DuplexChannel duplex) {
			duplex.shutdownOutput();
		}
		else {
			this.channel.close();
		}
	}

	private void end() {
		if (this.ended) {
			return;
		}
		this.ended = true;
		this.closing = true;
		try {
			if (this.session != null) {
				this.session.closed();
			}
		}
		finally {
			group().leave(this.loop, this, this.remoteAddress.getAddress());
		}
	}

	private ConnectionGroup group() {
		return this.listener.group();
	}

	@Override
	public final Loop loop() {
		return this.loop;
	}

	@Override
	public final InetSocketAddress remoteAddress() {
		return this.remoteAddress;
	}

	@Override
	public final String listener() {
		return group().settings().name();
	}

	@Override
	public Transport transport() {
		return (group().settings().tls() != null) ? Transport.TLS : Transport.TCP;
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
	public final long pendingBytes() {
		ChannelOutboundBuffer buffer = this.channel.unsafe().outboundBuffer();
		return (buffer != null) ? buffer.totalPendingWriteBytes() : 0;
	}

	@Override
	public final void setReading(boolean reading) {
		if (!this.closing) {
			this.channel.config().setAutoRead(reading);
		}
	}

}
