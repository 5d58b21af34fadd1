package io.stratum.client.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;

/**
 * Takes the origin out of a WebSocket handshake. Netty always makes one up from the URI,
 * but an origin says which web page a browser connects for (RFC 6454, section 7), and
 * servers refuse the pages that they do not know.
 */
final class OriginRemover extends ChannelOutboundHandlerAdapter {

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof HttpRequest request) {
			request.headers().remove(HttpHeaderNames.ORIGIN);
			context.pipeline().remove(this);
		}
		context.write(message, promise);
	}

}
