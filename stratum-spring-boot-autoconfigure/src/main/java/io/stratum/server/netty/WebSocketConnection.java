package io.stratum.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
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
import io.netty.util.ReferenceCountUtil;

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

	WebSocketConnection(NettyListener listener, Channel channel, ConnectionLoop loop, WebSocketUpgrade upgrade) {
		super(listener, channel, loop);
		this.upgrade = upgrade;
	}

	@Override
	public Transport transport() {
		return Transport.WEBSOCKET;
	}

	@Override
	public void channelActive(ChannelHandlerContext ctx) {
		channel().config().setAutoRead(true);
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		try {
			if (message instanceof FullHttpRequest request && !this.upgraded && !isClosing()) {
				this.upgraded = true;
				this.upgrade.handle(this, request);
			}
			else if (message instanceof CloseWebSocketFrame close) {
				peerCloses(close);
			}
			else if (message instanceof WebSocketFrame frame && !isClosing()) {
				readBegins();
				receive(frame);
			}
		}
		finally {
			ReferenceCountUtil.release(message);
		}
	}

	private void receive(WebSocketFrame frame) {
		SessionProtocol session = session();
		if (frame instanceof PingWebSocketFrame) {
			// A peer that does not read gets no pongs, so that they cannot pile up.
			if (isWritable()) {
				writeFrame(new PongWebSocketFrame(frame.content().retain()));
			}
		}
		else if (frame instanceof BinaryWebSocketFrame) {
			fail(WebSocketCloseStatus.INVALID_MESSAGE_TYPE, "binary frame (expected: text)");
		}
		else if (session != null && (frame instanceof TextWebSocketFrame || frame instanceof ContinuationWebSocketFrame)) {
			receive(session, frame);
		}
	}

	private void receive(SessionProtocol session, WebSocketFrame frame) {
		this.messageLength += frame.content().readableBytes();
		if (this.messageLength > this.upgrade.maxFrameLength()) {
			fail(WebSocketCloseStatus.MESSAGE_TOO_BIG,
					"message length: " + this.messageLength + " (expected: <= " + this.upgrade.maxFrameLength() + ")");
			return;
		}
		session.receive(frame.content());
		if (frame.isFinalFragment()) {
			this.messageLength = 0;
			if (!isClosing()) {
				session.frameEnded();
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
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		if (cause instanceof CorruptedWebSocketFrameException ex) {
			fail(ex.closeStatus(), ex.toString());
		}
		else if (cause instanceof DecompressionException || cause.getCause() instanceof DecompressionException) {
			fail(WebSocketCloseStatus.MESSAGE_TOO_BIG, cause.toString());
		}
		else {
			super.exceptionCaught(ctx, cause);
		}
	}

	private void fail(WebSocketCloseStatus status, String text) {
		debug(text);
		this.closeStatus = status;
		fail(CloseReason.PROTOCOL_ERROR);
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
	void sayGoodbye() {
		if (session() == null) {
			channel().close();
			return;
		}
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
