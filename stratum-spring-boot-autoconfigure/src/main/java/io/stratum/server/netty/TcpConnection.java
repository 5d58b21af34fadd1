package io.stratum.server.netty;

import java.net.InetSocketAddress;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;

import io.stratum.server.ConnectionGroup;
import io.stratum.server.ConnectionLoop;
import io.stratum.session.Transport;

/**
 * A connection over TCP or TLS.
 */
final class TcpConnection extends NettyConnection {

	private final Transport transport;

	TcpConnection(ConnectionGroup group, ConnectionLoop loop, Channel channel) {
		super(group, loop, channel, (InetSocketAddress) channel.remoteAddress());
		this.transport = (group.settings().tls() != null) ? Transport.TLS : Transport.TCP;
	}

	@Override
	public Transport transport() {
		return this.transport;
	}

	@Override
	public void read(Object message) {
		if (message instanceof ByteBuf bytes) {
			receive(bytes);
		}
	}

	@Override
	protected Object frame(ByteBuf message, boolean binary) {
		return message;
	}

	@Override
	protected void sayGoodbye() {
		if (!hasSession()) {
			channel().close();
			return;
		}
		// What still comes is dropped, and the peer's end of the stream must be seen.
		channel().config().setAutoRead(true);
		channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((ChannelFutureListener) this::endOutput);
	}

	// Closing a socket with unread bytes resets it, and the peer may lose our last words:
	// the output ends first, the socket when the peer has ended too.
	private void endOutput(ChannelFuture written) {
		if (written.isSuccess() && this.transport == Transport.TCP && channel() instanceof DuplexChannel duplex) {
			duplex.shutdownOutput();
		}
		else {
			channel().close();
		}
	}

}
