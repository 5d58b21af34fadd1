package io.stratum.server.netty;

import java.net.InetSocketAddress;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

import io.stratum.server.ConnectionGroup;
import io.stratum.server.ConnectionLoop;
import io.stratum.server.FramedInput;
import io.stratum.session.Transport;

/**
 * A channel of WebSocket frames: one message per text frame, without the LF, or a stream
 * of bytes in binary frames.
 */
public abstract class FrameConnection extends NettyConnection {

	private final FramedInput input;

	/**
	 * Creates the connection.
	 * @param group the group of its listener
	 * @param loop the loop of the channel
	 * @param channel the channel
	 * @param remoteAddress where the peer is
	 * @param maxLength the longest message in bytes
	 */
	@SuppressWarnings("this-escape") // only kept by the input, which does nothing yet
	protected FrameConnection(ConnectionGroup group, ConnectionLoop loop, Channel channel,
			InetSocketAddress remoteAddress, int maxLength) {
		super(group, loop, channel, remoteAddress);
		this.input = new FramedInput(this, maxLength);
	}

	@Override
	public final Transport transport() {
		return Transport.WEBSOCKET;
	}

	/**
	 * Takes a frame, whose data goes to the session.
	 * @param message the frame; it stays the caller's. One without data means nothing
	 */
	@Override
	public void read(Object message) {
		if (message instanceof TextWebSocketFrame || message instanceof BinaryWebSocketFrame) {
			this.input.begin(message instanceof BinaryWebSocketFrame);
		}
		else if (!(message instanceof ContinuationWebSocketFrame)) {
			return;
		}
		WebSocketFrame frame = (WebSocketFrame) message;
		this.input.receive(frame.content(), frame.isFinalFragment());
	}

	@Override
	protected final Object frame(ByteBuf message, boolean binary) {
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
