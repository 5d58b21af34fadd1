package io.stratum.server.servlet;

import java.util.List;
import java.util.Map;

import org.springframework.http.server.ServerHttpRequest;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;
import org.springframework.web.socket.server.support.OriginHandshakeInterceptor;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;

import io.stratum.server.ListenerSettings.WebSocketSettings;

/**
 * Maps the path of the WebSocket settings, for upgrade requests only. An origin must be
 * allowed or be the server's own.
 */
public final class StratumHandlerMapping extends WebSocketHandlerMapping {

	/**
	 * Creates the mapping.
	 * @param settings path, origins and compression
	 * @param handler the handler
	 */
	public StratumHandlerMapping(WebSocketSettings settings, StratumWebSocketHandler handler) {
		WebSocketHttpRequestHandler requestHandler = new WebSocketHttpRequestHandler(handler,
				new HandshakeHandler(settings.compress()));
		requestHandler.setHandshakeInterceptors(List.of(new OriginHandshakeInterceptor(settings.allowedOrigins())));
		setUrlMap(Map.of(settings.path(), requestHandler));
		setWebSocketUpgradeMatch(true);
		// After the mappings of controllers, before those of static resources.
		setOrder(1);
	}

	private static final class HandshakeHandler extends DefaultHandshakeHandler {

		private final boolean compress;

		HandshakeHandler(boolean compress) {
			this.compress = compress;
		}

		@Override
		protected List<WebSocketExtension> filterRequestedExtensions(ServerHttpRequest request,
				List<WebSocketExtension> requestedExtensions, List<WebSocketExtension> supportedExtensions) {
			return this.compress ? super.filterRequestedExtensions(request, requestedExtensions, supportedExtensions)
					: List.of();
		}

	}

}
