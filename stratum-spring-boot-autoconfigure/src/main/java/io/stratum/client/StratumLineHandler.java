package io.stratum.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv1.Sv1Decoder;
import io.stratum.protocol.sv1.Sv1Message;

/**
 * Turns what a channel reads into messages. It releases what it reads and passes on only
 * the WebSocket frames that Reactor Netty answers: ping and close.
 */
final class StratumLineHandler extends ChannelInboundHandlerAdapter {

	private final NettyStratumConnection connection;

	private final Sv1Decoder decoder;

	StratumLineHandler(NettyStratumConnection connection, int maxLineLength) {
		this.connection = connection;
		this.decoder = new Sv1Decoder(maxLineLength);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof ByteBuf bytes) {
			read(message, bytes, false);
		}
		else if (isData(message)) {
			WebSocketFrame frame = (WebSocketFrame) message;
			read(message, frame.content(), frame.isFinalFragment());
		}
		else if (message instanceof PongWebSocketFrame) {
			ReferenceCountUtil.release(message);
		}
		else {
			context.fireChannelRead(message);
		}
	}

	private static boolean isData(Object message) {
		return message instanceof TextWebSocketFrame || message instanceof BinaryWebSocketFrame
				|| message instanceof ContinuationWebSocketFrame;
	}

	private void read(Object message, ByteBuf bytes, boolean endOfFrame) {
		try {
			while (!this.connection.hasFailed() && received(this.decoder.decode(bytes))) {
				continue;
			}
			if (endOfFrame && !this.connection.hasFailed()) {
				received(this.decoder.endOfFrame());
			}
		}
		catch (ProtocolException ex) {
			this.connection.fail(ex);
		}
		finally {
			ReferenceCountUtil.release(message);
		}
	}

	private boolean received(@Nullable Sv1Message message) throws ProtocolException {
		if (message == null) {
			return false;
		}
		this.connection.received(message);
		return true;
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.connection.terminated();
		context.fireChannelInactive();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		this.connection.fail(cause);
	}

}
