package io.stratum.client.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Takes bytes out of WebSocket frames. It passes on only the frames that Reactor Netty
 * answers: ping and close.
 */
final class WebSocketUnwrapper extends ChannelInboundHandlerAdapter {

	/** The event after the bytes of a last fragment. */
	static final Object END_OF_FRAME = new Object();

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (isData(message)) {
			WebSocketFrame frame = (WebSocketFrame) message;
			boolean last = frame.isFinalFragment();
			context.fireChannelRead(frame.content());
			if (last) {
				context.fireUserEventTriggered(END_OF_FRAME);
			}
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

}
