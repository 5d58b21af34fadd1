package io.stratum.server.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * The last handler of a channel, in the place of Reactor Netty's bridge: drives the
 * connection.
 */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {

	private final NettyConnection connection;

	ConnectionHandler(NettyConnection connection) {
		this.connection = connection;
	}

	@Override
	public void channelActive(ChannelHandlerContext ctx) {
		this.connection.activate();
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		try {
			this.connection.read(message);
		}
		finally {
			ReferenceCountUtil.release(message);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		this.connection.readComplete();
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext ctx) {
		this.connection.writabilityChanged();
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		this.connection.ended();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		this.connection.ended();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		this.connection.caught(cause);
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
		ReferenceCountUtil.release(event);
	}

}
