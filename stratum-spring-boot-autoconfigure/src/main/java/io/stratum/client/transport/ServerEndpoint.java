package io.stratum.client.transport;

import java.net.URI;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.stratum.protocol.noise.AuthorityPublicKey;

/**
 * What a server's URI says.
 *
 * @param uri the URI
 * @param host the host, without the brackets of an IPv6 address
 * @param port the port
 * @param tls whether TLS protects the connection
 * @param webSocket whether WebSocket carries the messages
 * @param sv2Only whether only Stratum V2 is spoken there
 * @param authority who vouches for the server, or null if the URI does not say
 */
public record ServerEndpoint(URI uri, String host, int port, boolean tls, boolean webSocket, boolean sv2Only,
		@Nullable AuthorityPublicKey authority) {

	private static final String SV2_SCHEME = "stratum2+tcp";

	/**
	 * Reads a URI.
	 * @param uri the URI
	 * @return the endpoint
	 * @throws IllegalArgumentException if the URI names no server
	 */
	public static ServerEndpoint of(URI uri) {
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		return switch (scheme) {
			case "stratum+tcp", SV2_SCHEME -> of(uri, false, false, -1);
			case "stratum+ssl" -> of(uri, true, false, -1);
			case "ws" -> of(uri, false, true, 80);
			case "wss" -> of(uri, true, true, 443);
			default -> throw new IllegalArgumentException("scheme: \"" + scheme
					+ "\" (expected: stratum+tcp, stratum+ssl, stratum2+tcp, ws or wss) in " + uri);
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
		boolean sv2Only = SV2_SCHEME.equalsIgnoreCase(uri.getScheme());
		return new ServerEndpoint(uri, host, port, tls, webSocket, sv2Only, sv2Only ? authority(uri) : null);
	}

	private static @Nullable AuthorityPublicKey authority(URI uri) {
		String path = (uri.getPath() != null) ? uri.getPath() : "";
		if (path.isEmpty() || path.equals("/")) {
			return null;
		}
		try {
			return AuthorityPublicKey.parse(path.substring(1));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(ex.getMessage() + " in " + uri, ex);
		}
	}

}
