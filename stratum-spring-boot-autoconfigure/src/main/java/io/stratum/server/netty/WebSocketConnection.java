package io.stratum.server.netty;

import java.net.InetSocketAddress;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

import io.stratum.server.ConnectionGroup;
import io.stratum.server.ConnectionLoop;

/**
 * A WebSocket of a listener, with or without TLS, from its HTTP request on.
 */
final class WebSocketConnection extends FrameConnection {

	private final WebSocketUpgrade upgrade;

	private boolean requested;

	private boolean upgraded;

	WebSocketConnection(ConnectionGroup group, ConnectionLoop loop, Channel channel, WebSocketUpgrade upgrade) {
		super(group, loop, channel, (InetSocketAddress) channel.remoteAddress(), upgrade.maxFrameLength());
		this.upgrade = upgrade;
	}

	@Override
	public void read(Object message) {
		if (message instanceof CloseWebSocketFrame close) {
			peerCloses(close);
		}
		else if (isClosing()) {
			return;
		}
		else if (message instanceof PingWebSocketFrame ping) {
			pong(ping);
		}
		else if (message instanceof FullHttpRequest request) {
			upgrade(request);
		}
		else {
			super.read(message);
		}
	}

	private void upgrade(FullHttpRequest request) {
		if (!this.requested) {
			this.requested = true;
			this.upgrade.handle(this, request);
		}
	}

	private void pong(PingWebSocketFrame ping) {
		// A peer that does not read gets no pongs, so that they cannot pile up.
		if (isWritable()) {
			write(new PongWebSocketFrame(ping.content().retain()));
			flush();
		}
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
	protected void undecodable(Throwable cause) {
		if (cause instanceof CorruptedWebSocketFrameException ex) {
			violated(ex.closeStatus().code(), ex.toString());
		}
		else if (cause instanceof DecompressionException || cause.getCause() instanceof DecompressionException) {
			violated(WebSocketCloseStatus.MESSAGE_TOO_BIG.code(), cause.toString());
		}
		else {
			super.undecodable(cause);
		}
	}

	/** The handshake is done. */
	void markUpgraded() {
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

}
