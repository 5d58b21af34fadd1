package io.stratum.server.servlet;

import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;
import org.springframework.web.socket.server.support.OriginHandshakeInterceptor;
import org.springframework.web.socket.server.support.WebSocketHandlerMapping;
import org.springframework.web.socket.server.support.WebSocketHttpRequestHandler;
import org.springframework.web.util.InvalidUrlException;

import io.stratum.server.ConnectionGroup;
import io.stratum.server.ListenerSettings.WebSocketSettings;

/**
 * Maps the path of the WebSocket settings, for upgrade requests only. An origin must be
 * allowed or be the server's own.
 */
public final class StratumHandlerMapping extends WebSocketHandlerMapping {

	/**
	 * Creates the mapping.
	 * @param handler the handler of the path
	 */
	public StratumHandlerMapping(StratumWebSocketHandler handler) {
		WebSocketSettings settings = handler.path().webSocket();
		HandshakeHandler handshake = new HandshakeHandler(settings.compress());
		WebSocketHttpRequestHandler requestHandler = settings.compress()
				? new WebSocketHttpRequestHandler(handler, handshake) : new PlainRequestHandler(handler, handshake);
		requestHandler.setHandshakeInterceptors(
				List.of(new BanInterceptor(handler.path().connections()), new OriginCheck(settings.allowedOrigins())));
		setUrlMap(Map.of(settings.path(), requestHandler));
		setWebSocketUpgradeMatch(true);
		// After the mappings of controllers, before those of static resources.
		setOrder(1);
	}

	/**
	 * Refuses an origin that is no URL, too, which is an error of the server otherwise.
	 */
	private static final class OriginCheck extends OriginHandshakeInterceptor {

		OriginCheck(List<String> allowedOrigins) {
			super(allowedOrigins);
		}

		@Override
		public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
				Map<String, Object> attributes) throws Exception {
			try {
				return super.beforeHandshake(request, response, handler, attributes);
			}
			catch (InvalidUrlException ex) {
				response.setStatusCode(HttpStatus.FORBIDDEN);
				return false;
			}
		}

	}

	/**
	 * Hides the extensions that a client offers: given none, Tomcat agrees to all it has.
	 */
	private static final class PlainRequestHandler extends WebSocketHttpRequestHandler {

		PlainRequestHandler(StratumWebSocketHandler handler, HandshakeHandler handshake) {
			super(handler, handshake);
		}

		@Override
		public void handleRequest(HttpServletRequest request, HttpServletResponse response)
				throws ServletException, IOException {
			super.handleRequest(new HttpServletRequestWrapper(request) {
				@Override
				public Enumeration<String> getHeaders(String name) {
					return WebSocketHttpHeaders.SEC_WEBSOCKET_EXTENSIONS.equalsIgnoreCase(name)
							? Collections.emptyEnumeration() : super.getHeaders(name);
				}
			}, response);
		}

	}

	/**
	 * Refuses addresses that are banned.
	 *
	 * @param connections the connections
	 */
	private record BanInterceptor(ConnectionGroup connections) implements HandshakeInterceptor {

		@Override
		public boolean beforeHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
				Map<String, Object> attributes) {
			boolean admitted = this.connections.admits(request.getRemoteAddress().getAddress());
			if (!admitted) {
				response.setStatusCode(HttpStatus.FORBIDDEN);
			}
			return admitted;
		}

		@Override
		public void afterHandshake(ServerHttpRequest request, ServerHttpResponse response, WebSocketHandler handler,
				@Nullable Exception exception) {
		}

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
