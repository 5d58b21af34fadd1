package io.stratum.server.netty;

import java.util.List;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import org.jspecify.annotations.Nullable;

import io.stratum.server.ListenerSettings.WebSocketSettings;

/**
 * Turns an HTTP connection into a WebSocket: checks path and origin, and answers what is
 * no upgrade.
 */
final class WebSocketUpgrade {

	private static final int MAX_REQUEST_CONTENT = 1024;

	private static final String VERSION = WebSocketVersion.V13.toHttpHeaderValue();

	private final WebSocketSettings settings;

	private final WebSocketDecoderConfig decoderConfig;

	WebSocketUpgrade(WebSocketSettings settings) {
		this.settings = settings;
		this.decoderConfig = WebSocketDecoderConfig.newBuilder()
			.maxFramePayloadLength(settings.maxFrameLength())
			.allowExtensions(settings.compress())
			.closeOnProtocolViolation(false)
			// The decoder of the dialect sees malformed text.
			.withUTF8Validator(false)
			.build();
	}

	int maxFrameLength() {
		return this.settings.maxFrameLength();
	}

	void addHandlers(ChannelPipeline pipeline, String before) {
		pipeline.addBefore(before, "http", new HttpServerCodec());
		pipeline.addBefore(before, "request", new HttpObjectAggregator(MAX_REQUEST_CONTENT));
		if (this.settings.compress()) {
			pipeline.addBefore(before, "compression",
					new WebSocketServerCompressionHandler(this.settings.maxFrameLength()));
		}
	}

	void handle(WebSocketConnection connection, FullHttpRequest request) {
		HttpResponseStatus refusal = refusal(request);
		if (refusal != null) {
			connection.refuse(response(refusal));
			return;
		}
		try {
			new WebSocketServerHandshaker13(this.settings.path(), null, this.decoderConfig)
				.handshake(connection.channel(), request)
				.addListener((ChannelFutureListener) (future) -> upgraded(connection, future));
		}
		catch (WebSocketHandshakeException ex) {
			connection.refuse(response(HttpResponseStatus.BAD_REQUEST));
		}
	}

	private static void upgraded(WebSocketConnection connection, ChannelFuture future) {
		if (future.isSuccess()) {
			connection.markUpgraded();
		}
		else {
			connection.channel().close();
		}
	}

	private @Nullable HttpResponseStatus refusal(FullHttpRequest request) {
		if (request.decoderResult().isFailure()) {
			return HttpResponseStatus.BAD_REQUEST;
		}
		if (!path(request.uri()).equals(this.settings.path())) {
			return HttpResponseStatus.NOT_FOUND;
		}
		if (!isAllowed(request.headers().get(HttpHeaderNames.ORIGIN))) {
			return HttpResponseStatus.FORBIDDEN;
		}
		if (!HttpMethod.GET.equals(request.method())
				|| !request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
				|| !request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION, true)) {
			return HttpResponseStatus.UPGRADE_REQUIRED;
		}
		return request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY) ? null : HttpResponseStatus.BAD_REQUEST;
	}

	private boolean isAllowed(@Nullable String origin) {
		List<String> allowed = this.settings.allowedOrigins();
		return origin == null || allowed.contains("*") || allowed.stream().anyMatch(origin::equalsIgnoreCase);
	}

	private static String path(String uri) {
		int query = uri.indexOf('?');
		return (query < 0) ? uri : uri.substring(0, query);
	}

	private static FullHttpResponse response(HttpResponseStatus status) {
		FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
		response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0).set(HttpHeaderNames.CONNECTION, "close");
		if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
			response.headers()
				.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
				.set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION);
		}
		return response;
	}

}
