package io.stratum.server.reactive;

import java.net.InetSocketAddress;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import reactor.netty.http.websocket.WebsocketOutbound;

import io.stratum.server.ConnectionGroup;
import io.stratum.server.ConnectionLoop;
import io.stratum.server.ListenerSettings.WebSocketSettings;
import io.stratum.server.SessionConnection;
import io.stratum.session.CloseReason;
import io.stratum.session.SessionProtocol;
import io.stratum.session.Transport;

/**
 * A WebSocket of a web server on Reactor Netty, which does the handshake, answers pings
 * and closes.
 */
final class ReactiveConnection extends SessionConnection {

	private final Channel channel;

	private final WebsocketOutbound outbound;

	private final int maxMessageLength;

	private WebSocketCloseStatus closeStatus = WebSocketCloseStatus.NORMAL_CLOSURE;

	private int messageLength;

	private boolean reading;

	private boolean unflushed;

	ReactiveConnection(ConnectionGroup group, ConnectionLoop loop, Channel channel, WebSocketSettings settings,
			WebsocketOutbound outbound) {
		super(group, loop, (InetSocketAddress) channel.remoteAddress());
		this.channel = channel;
		this.outbound = outbound;
		this.maxMessageLength = settings.maxFrameLength();
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
		open();
		this.channel.config().setAutoRead(true);
	}

	/** A data frame came. It stays the caller's. */
	void read(WebSocketFrame frame) {
		SessionProtocol receiver = receiver();
		if (receiver == null) {
			return;
		}
		this.reading = true;
		if (frame instanceof BinaryWebSocketFrame) {
			close(WebSocketCloseStatus.INVALID_MESSAGE_TYPE, "binary frame (expected: text)");
			return;
		}
		this.messageLength += frame.content().readableBytes();
		if (this.messageLength > this.maxMessageLength) {
			close(WebSocketCloseStatus.MESSAGE_TOO_BIG,
					"message length: " + this.messageLength + " (expected: <= " + this.maxMessageLength + ")");
			return;
		}
		receiver.receive(frame.content());
		if (frame.isFinalFragment() && receiver() != null) {
			this.messageLength = 0;
			receiver.frameEnded();
		}
	}

	void readComplete() {
		if (!this.reading) {
			return;
		}
		SessionProtocol receiver = receiver();
		if (receiver != null) {
			receiver.readComplete();
		}
		this.reading = false;
		flush();
	}

	private void close(WebSocketCloseStatus status, String text) {
		debug(text);
		this.closeStatus = status;
		close(CloseReason.PROTOCOL_ERROR);
	}

	@Override
	public void write(ByteBuf message, boolean binary) {
		if (isClosing() || !this.channel.isActive()) {
			message.release();
			return;
		}
		this.unflushed = true;
		this.channel.write(frame(message, binary));
		if (this.reading && !this.channel.isWritable()) {
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
	public void flush() {
		if (this.unflushed && !this.reading) {
			this.unflushed = false;
			this.channel.flush();
		}
	}

	@Override
	public void shutDown() {
		this.closeStatus = WebSocketCloseStatus.ENDPOINT_UNAVAILABLE;
		super.shutDown();
	}

	@Override
	protected void sayGoodbye() {
		sendClose(this.closeStatus);
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
	public long pendingBytes() {
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
