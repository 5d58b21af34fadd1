package io.stratum.server.reactive;

import java.io.IOException;
import java.net.InetSocketAddress;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import reactor.netty.http.websocket.WebsocketOutbound;

import io.stratum.server.ConnectionLoop;
import io.stratum.server.MappedPath;
import io.stratum.server.netty.FrameConnection;

/**
 * A WebSocket of a web server on Reactor Netty, which does the handshake, answers pings
 * and closes.
 */
final class ReactiveConnection extends FrameConnection {

	private final WebsocketOutbound outbound;

	ReactiveConnection(MappedPath path, ConnectionLoop loop, Channel channel, InetSocketAddress remoteAddress,
			WebsocketOutbound outbound) {
		super(path.connections(), loop, channel, remoteAddress, path.webSocket().maxFrameLength());
		this.outbound = outbound;
	}

	/** On the loop, after the handshake. */
	void begin() {
		if (join()) {
			activate();
		}
		else {
			sendClose(WebSocketCloseStatus.TRY_AGAIN_LATER);
		}
	}

	@Override
	protected void undecodable(Throwable cause) {
		if (cause instanceof IOException) {
			super.undecodable(cause);
		}
		else {
			// Reactor Netty's decoder has sent the close frame.
			debug(cause.toString());
		}
	}

	@Override
	protected void sayGoodbye() {
		sendClose(WebSocketCloseStatus.valueOf(closeStatus()));
	}

	private void sendClose(WebSocketCloseStatus status) {
		this.outbound.sendClose(status.code(), status.reasonText()).subscribe();
	}

}
