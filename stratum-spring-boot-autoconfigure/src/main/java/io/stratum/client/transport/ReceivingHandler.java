package io.stratum.client.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

import io.stratum.protocol.ProtocolException;

/**
 * Gives what a channel reads to the receiver, and releases it.
 */
final class ReceivingHandler extends ChannelInboundHandlerAdapter {

	private final ByteConnection connection;

	private final ByteReceiver receiver;

	ReceivingHandler(ByteConnection connection, ByteReceiver receiver) {
		this.connection = connection;
		this.receiver = receiver;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof ByteBuf bytes) {
			try {
				if (this.connection.failure() == null) {
					this.receiver.received(bytes);
				}
			}
			catch (ProtocolException ex) {
				this.connection.fail(ex);
			}
			finally {
				ReferenceCountUtil.release(message);
			}
		}
		else {
			context.fireChannelRead(message);
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event != WebSocketUnwrapper.END_OF_FRAME) {
			context.fireUserEventTriggered(event);
		}
		else if (this.connection.failure() == null) {
			try {
				this.receiver.endOfFrame();
			}
			catch (ProtocolException ex) {
				this.connection.fail(ex);
			}
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.connection.terminate(this.receiver);
		context.fireChannelInactive();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		this.connection.fail(cause);
	}

}
