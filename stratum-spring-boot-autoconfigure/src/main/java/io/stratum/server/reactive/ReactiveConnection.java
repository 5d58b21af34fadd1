package io.stratum.server.reactive;

import java.net.InetSocketAddress;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import reactor.netty.http.websocket.WebsocketOutbound;

import io.stratum.server.ConnectionGroup;
import io.stratum.server.ConnectionLoop;
import io.stratum.server.FramedInput;
import io.stratum.server.ListenerSettings.WebSocketSettings;
import io.stratum.server.SessionConnection;
import io.stratum.session.Transport;

/**
 * A WebSocket of a web server on Reactor Netty, which does the handshake, answers pings
 * and closes.
 */
final class ReactiveConnection extends SessionConnection {

	private final Channel channel;

	private final WebsocketOutbound outbound;

	private final FramedInput input;

	private boolean unflushed;

	ReactiveConnection(ConnectionGroup group, ConnectionLoop loop, Channel channel, InetSocketAddress remoteAddress,
			WebSocketSettings settings, WebsocketOutbound outbound) {
		super(group, loop, remoteAddress);
		this.channel = channel;
		this.outbound = outbound;
		this.input = new FramedInput(this, settings.maxFrameLength());
	}

	@Override
	public Transport transport() {
		return Transport.WEBSOCKET;
	}

	/** On the loop, after the handshake. */
	void established() {
		if (!join()) {
			sendClose(WebSocketCloseStatus.TRY_AGAIN_LATER);
			return;
		}
		this.channel.config().setAutoRead(true);
	}

	/** A data frame came. It stays the caller's. */
	void read(WebSocketFrame frame) {
		if (!(frame instanceof ContinuationWebSocketFrame)) {
			this.input.begin(frame instanceof BinaryWebSocketFrame);
		}
		this.input.receive(frame.content(), frame.isFinalFragment());
	}

	@Override
	protected void send(ByteBuf message, boolean binary) {
		if (!this.channel.isActive()) {
			message.release();
			return;
		}
		this.unflushed = true;
		this.channel.write(frame(message, binary));
		if (isReading() && !this.channel.isWritable()) {
			this.unflushed = false;
			this.channel.flush();
		}
	}

	private static WebSocketFrame frame(ByteBuf message, boolean binary) {
		if (binary) {
			return new BinaryWebSocketFrame(message);
		}
		int last = message.writerIndex() - 1;
		if (message.isReadable() && message.getByte(last) == '\n') {
			return new TextWebSocketFrame(message.slice(message.readerIndex(), last - message.readerIndex()));
		}
		return new TextWebSocketFrame(message);
	}

	@Override
	protected void push() {
		if (this.unflushed) {
			this.unflushed = false;
			this.channel.flush();
		}
	}

	@Override
	protected void sayGoodbye() {
		sendClose(WebSocketCloseStatus.valueOf(closeStatus()));
	}

	private void sendClose(WebSocketCloseStatus status) {
		this.outbound.sendClose(status.code(), status.reasonText()).subscribe();
	}

	@Override
	protected void abort() {
		this.channel.unsafe().close(this.channel.unsafe().voidPromise());
	}

	@Override
	public ByteBufAllocator allocator() {
		return this.channel.alloc();
	}

	@Override
	public boolean isWritable() {
		return this.channel.isWritable();
	}

	@Override
	protected long queuedBytes() {
		ChannelOutboundBuffer buffer = this.channel.unsafe().outboundBuffer();
		return (buffer != null) ? buffer.totalPendingWriteBytes() : 0;
	}

	@Override
	public void setReading(boolean reading) {
		if (!isClosing()) {
			this.channel.config().setAutoRead(reading);
		}
	}

}
