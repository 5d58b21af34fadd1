package io.stratum.server.reactive;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import reactor.core.publisher.MonoSink;

/**
 * Takes the data frames of a WebSocket before they reach Reactor Netty's bridge.
 */
final class ReactiveHandler extends ChannelInboundHandlerAdapter {

	static final String NAME = "stratum";

	private final ReactiveConnection connection;

	private final MonoSink<Void> closed;

	ReactiveHandler(ReactiveConnection connection, MonoSink<Void> closed) {
		this.connection = connection;
		this.closed = closed;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		if (message instanceof WebSocketFrame frame && isData(frame)) {
			try {
				this.connection.read(frame);
			}
			finally {
				frame.release();
			}
		}
		else {
			ctx.fireChannelRead(message);
		}
	}

	private static boolean isData(WebSocketFrame frame) {
		return frame instanceof TextWebSocketFrame || frame instanceof ContinuationWebSocketFrame
				|| frame instanceof BinaryWebSocketFrame;
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		this.connection.readComplete();
		ctx.fireChannelReadComplete();
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext ctx) {
		this.connection.writabilityChanged();
		ctx.fireChannelWritabilityChanged();
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		ended();
		ctx.fireChannelInactive();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		ended();
	}

	private void ended() {
		this.connection.ended();
		this.closed.success();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		this.connection.caught(cause);
	}

}
