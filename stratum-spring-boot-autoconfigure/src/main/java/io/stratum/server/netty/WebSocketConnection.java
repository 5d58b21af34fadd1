package io.stratum.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

import io.stratum.server.ConnectionGroup;
import io.stratum.server.ConnectionLoop;
import io.stratum.session.CloseReason;
import io.stratum.session.SessionProtocol;
import io.stratum.session.Transport;

/**
 * A connection over WebSocket, with or without TLS: one message per text frame, without
 * the LF. Fragments go to the session as they come; their sum is limited.
 */
final class WebSocketConnection extends NettyConnection {

	private final WebSocketUpgrade upgrade;

	private WebSocketCloseStatus closeStatus = WebSocketCloseStatus.NORMAL_CLOSURE;

	private boolean upgraded;

	private int messageLength;

	WebSocketConnection(ConnectionGroup group, ConnectionLoop loop, Channel channel, WebSocketUpgrade upgrade) {
		super(group, loop, channel);
		this.upgrade = upgrade;
	}

	@Override
	public Transport transport() {
		return Transport.WEBSOCKET;
	}

	@Override
	void read(Object message) {
		if (message instanceof CloseWebSocketFrame close) {
			peerCloses(close);
		}
		else if (message instanceof WebSocketFrame frame && receiver() != null) {
			readBegins();
			receive(frame);
		}
		else if (message instanceof FullHttpRequest request && !this.upgraded && !isClosing()) {
			this.upgraded = true;
			this.upgrade.handle(this, request);
		}
	}

	private void receive(WebSocketFrame frame) {
		SessionProtocol receiver = receiver();
		if (frame instanceof PingWebSocketFrame) {
			// A peer that does not read gets no pongs, so that they cannot pile up.
			if (isWritable()) {
				write(new PongWebSocketFrame(frame.content().retain()));
			}
		}
		else if (frame instanceof BinaryWebSocketFrame) {
			fail(WebSocketCloseStatus.INVALID_MESSAGE_TYPE, "binary frame (expected: text)");
		}
		else if (receiver != null
				&& (frame instanceof TextWebSocketFrame || frame instanceof ContinuationWebSocketFrame)) {
			receive(receiver, frame);
		}
	}

	private void receive(SessionProtocol receiver, WebSocketFrame frame) {
		this.messageLength += frame.content().readableBytes();
		if (this.messageLength > this.upgrade.maxFrameLength()) {
			fail(WebSocketCloseStatus.MESSAGE_TOO_BIG,
					"message length: " + this.messageLength + " (expected: <= " + this.upgrade.maxFrameLength() + ")");
			return;
		}
		receiver.receive(frame.content());
		if (frame.isFinalFragment()) {
			this.messageLength = 0;
			if (!isClosing()) {
				receiver.frameEnded();
			}
		}
	}

	private void peerCloses(CloseWebSocketFrame close) {
		if (isClosing()) {
			channel().close();
			return;
		}
		int status = close.statusCode();
		this.closeStatus = (status >= 0) ? WebSocketCloseStatus.valueOf(status) : WebSocketCloseStatus.EMPTY;
		channel().writeAndFlush((status >= 0) ? new CloseWebSocketFrame(this.closeStatus) : new CloseWebSocketFrame())
			.addListener(ChannelFutureListener.CLOSE);
	}

	@Override
	void malformed(Throwable cause) {
		if (cause instanceof CorruptedWebSocketFrameException ex) {
			fail(ex.closeStatus(), ex.toString());
		}
		else if (cause instanceof DecompressionException || cause.getCause() instanceof DecompressionException) {
			fail(WebSocketCloseStatus.MESSAGE_TOO_BIG, cause.toString());
		}
		else {
			super.malformed(cause);
		}
	}

	private void fail(WebSocketCloseStatus status, String text) {
		debug(text);
		this.closeStatus = status;
		close(CloseReason.PROTOCOL_ERROR);
	}

	/** Answers a request that is no good, and closes. */
	void refuse(FullHttpResponse response) {
		debug("HTTP request answered by " + response.status());
		channel().writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
	}

	@Override
	public void shutDown() {
		this.closeStatus = WebSocketCloseStatus.ENDPOINT_UNAVAILABLE;
		super.shutDown();
	}

	@Override
	protected void sayGoodbye() {
		if (!isOpened()) {
			channel().close();
			return;
		}
		channel().config().setAutoRead(true);
		// The channel is closed by the peer's answer, or soon by the sweep.
		channel().writeAndFlush(new CloseWebSocketFrame(this.closeStatus));
	}

	@Override
	Object frame(ByteBuf message, boolean binary) {
		if (binary) {
			return new BinaryWebSocketFrame(message);
		}
		int last = message.writerIndex() - 1;
		if (message.isReadable() && message.getByte(last) == '\n') {
			return new TextWebSocketFrame(message.slice(message.readerIndex(), last - message.readerIndex()));
		}
		return new TextWebSocketFrame(message);
	}

}
