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
import io.stratum.server.FramedInput;
import io.stratum.session.Transport;

/**
 * A connection over WebSocket, with or without TLS: one message per text frame, without
 * the LF, or a stream of bytes in binary frames.
 */
final class WebSocketConnection extends NettyConnection {

	private final WebSocketUpgrade upgrade;

	private final FramedInput input;

	private boolean requested;

	private boolean upgraded;

	WebSocketConnection(ConnectionGroup group, ConnectionLoop loop, Channel channel, WebSocketUpgrade upgrade) {
		super(group, loop, channel);
		this.upgrade = upgrade;
		this.input = new FramedInput(this, upgrade.maxFrameLength());
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
		else if (message instanceof WebSocketFrame frame && !isClosing()) {
			receive(frame);
		}
		else if (message instanceof FullHttpRequest request && !this.requested && !isClosing()) {
			this.requested = true;
			this.upgrade.handle(this, request);
		}
	}

	private void receive(WebSocketFrame frame) {
		if (frame instanceof PingWebSocketFrame) {
			// A peer that does not read gets no pongs, so that they cannot pile up.
			if (isWritable()) {
				write(new PongWebSocketFrame(frame.content().retain()));
				flush();
			}
			return;
		}
		if (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame) {
			this.input.begin(frame instanceof BinaryWebSocketFrame);
		}
		else if (!(frame instanceof ContinuationWebSocketFrame)) {
			return;
		}
		this.input.receive(frame.content(), frame.isFinalFragment());
	}

	private void peerCloses(CloseWebSocketFrame close) {
		if (isClosing()) {
			channel().close();
			return;
		}
		int status = close.statusCode();
		channel()
			.writeAndFlush((status >= 0) ? new CloseWebSocketFrame(WebSocketCloseStatus.valueOf(status))
					: new CloseWebSocketFrame())
			.addListener(ChannelFutureListener.CLOSE);
	}

	@Override
	void malformed(Throwable cause) {
		if (cause instanceof CorruptedWebSocketFrameException ex) {
			violated(ex.closeStatus().code(), ex.toString());
		}
		else if (cause instanceof DecompressionException || cause.getCause() instanceof DecompressionException) {
			violated(WebSocketCloseStatus.MESSAGE_TOO_BIG.code(), cause.toString());
		}
		else {
			super.malformed(cause);
		}
	}

	/** The handshake is done. */
	void upgraded() {
		this.upgraded = true;
	}

	/** Answers a request that is no good, and closes. */
	void refuse(FullHttpResponse response) {
		debug("HTTP request answered by " + response.status());
		channel().writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
	}

	@Override
	protected void sayGoodbye() {
		if (!this.upgraded) {
			channel().close();
			return;
		}
		channel().config().setAutoRead(true);
		// The channel is closed by the peer's answer, or soon by the sweep.
		channel().writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.valueOf(closeStatus())));
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
