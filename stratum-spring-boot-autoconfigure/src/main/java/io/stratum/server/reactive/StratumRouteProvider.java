package io.stratum.server.reactive;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Predicate;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerRoutes;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

import org.springframework.boot.reactor.netty.NettyRouteProvider;

import io.stratum.server.ConnectionLoop;
import io.stratum.server.ListenerSettings.WebSocketSettings;
import io.stratum.server.MappedPath;
import io.stratum.server.netty.NettyLoops;

/**
 * Serves miners on a WebSocket path of a web server on Reactor Netty. The traffic stays
 * in the pipeline of the WebSocket's channel, on its own event loop. An origin must be
 * allowed or be the server's own.
 */
public final class StratumRouteProvider implements NettyRouteProvider {

	private final MappedPath path;

	private final NettyLoops loops;

	private final WebSocketSettings settings;

	/**
	 * Creates the provider.
	 * @param path the path
	 * @param loops the loops that own the connections, which are those of the web server
	 */
	public StratumRouteProvider(MappedPath path, NettyLoops loops) {
		this.path = path;
		this.loops = loops;
		this.settings = path.webSocket();
	}

	@Override
	public HttpServerRoutes apply(HttpServerRoutes routes) {
		WebsocketServerSpec spec = WebsocketServerSpec.builder()
			.maxFramePayloadLength(this.settings.maxFrameLength())
			.compress(this.settings.compress())
			.maxDecompressionBufferSize(this.settings.maxFrameLength())
			.build();
		Predicate<HttpServerRequest> refused = (request) -> isPath(request.uri())
				&& (!isAllowed(request.requestHeaders().get(HttpHeaderNames.ORIGIN), request) || isBanned(request));
		return routes.route(refused, (request, response) -> response.status(HttpResponseStatus.FORBIDDEN).send())
			.ws(this.settings.path(), this::serve, spec);
	}

	private Publisher<Void> serve(WebsocketInbound inbound, WebsocketOutbound outbound) {
		return Mono.create((closed) -> inbound.withConnection((netty) -> {
			Channel channel = netty.channel();
			ConnectionLoop loop = this.loops.of(channel.eventLoop());
			ReactiveConnection connection = new ReactiveConnection(this.path, loop, channel, address(inbound, channel),
					outbound);
			netty.addHandlerLast(ReactiveHandler.NAME, new ReactiveHandler(connection, closed));
			connection.begin();
		}));
	}

	/**
	 * The address that the request came from, behind a proxy that the web server trusts.
	 */
	private static InetSocketAddress address(WebsocketInbound inbound, Channel channel) {
		InetSocketAddress peer = (inbound instanceof HttpServerRequest request) ? request.remoteAddress() : null;
		return (peer != null) ? peer : (InetSocketAddress) channel.remoteAddress();
	}

	private boolean isBanned(HttpServerRequest request) {
		InetSocketAddress peer = request.remoteAddress();
		return peer != null && !this.path.connections().admits(peer.getAddress());
	}

	private boolean isPath(String uri) {
		int query = uri.indexOf('?');
		return this.settings.path().equals((query < 0) ? uri : uri.substring(0, query));
	}

	private boolean isAllowed(@Nullable String origin, HttpServerRequest request) {
		List<String> allowed = this.settings.allowedOrigins();
		return origin == null || allowed.contains("*") || allowed.stream().anyMatch(origin::equalsIgnoreCase)
				|| isOwn(origin, request);
	}

	private static boolean isOwn(String origin, HttpServerRequest request) {
		String host = request.requestHeaders().get(HttpHeaderNames.HOST);
		return host != null && origin.equalsIgnoreCase(request.scheme() + "://" + host);
	}

}
