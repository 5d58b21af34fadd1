package io.stratum.client;

import java.net.URI;
import java.util.Locale;

/**
 * What a server's URI says.
 *
 * @param uri the URI
 * @param host the host, without the brackets of an IPv6 address
 * @param port the port
 * @param tls whether TLS protects the connection
 * @param webSocket whether WebSocket carries the lines
 */
record ServerEndpoint(URI uri, String host, int port, boolean tls, boolean webSocket) {

	static ServerEndpoint of(URI uri) {
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		return switch (scheme) {
			case "stratum+tcp" -> of(uri, false, false, -1);
			case "stratum+ssl" -> of(uri, true, false, -1);
			case "ws" -> of(uri, false, true, 80);
			case "wss" -> of(uri, true, true, 443);
			default -> throw new IllegalArgumentException(
					"scheme: \"" + scheme + "\" (expected: stratum+tcp, stratum+ssl, ws or wss) in " + uri);
		};
	}

	private static ServerEndpoint of(URI uri, boolean tls, boolean webSocket, int defaultPort) {
		String host = uri.getHost();
		if (host == null) {
			throw new IllegalArgumentException("host: none (expected: a host name or address) in " + uri);
		}
		if (host.startsWith("[")) {
			host = host.substring(1, host.length() - 1);
		}
		int port = (uri.getPort() != -1) ? uri.getPort() : defaultPort;
		if (port < 1 || port > 65535) {
			throw new IllegalArgumentException(
					"port: " + ((port == -1) ? "none" : port) + " (expected: 1 to 65535) in " + uri);
		}
		return new ServerEndpoint(uri, host, port, tls, webSocket);
	}

}
