package io.stratum.node;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Where a node is and how to get in. Never shows credentials.
 */
public final class NodeEndpoint {

	/** Where the node of the main network listens, for URLs without a port. */
	private static final int DEFAULT_PORT = 8332;

	private final String name;

	private final URI url;

	private final @Nullable String userInfo;

	private final @Nullable Path cookieFile;

	private NodeEndpoint(String name, URI url, @Nullable String userInfo, @Nullable Path cookieFile) {
		this.name = name;
		this.url = url;
		this.userInfo = userInfo;
		this.cookieFile = cookieFile;
	}

	/**
	 * A node with what its URL says: {@code http://user:password@host:port/path}, of
	 * which only the host must be there.
	 * @param name its name, for logs and meters
	 * @param url the URL
	 * @return the endpoint
	 * @throws IllegalArgumentException if it is no such URL
	 */
	public static NodeEndpoint of(String name, URI url) {
		String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
		if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
			throw new IllegalArgumentException("url of the node '" + name + "' (expected: http://host:port)");
		}
		String path = (url.getRawPath() == null || url.getRawPath().isEmpty()) ? "/" : url.getPath();
		int port = (url.getPort() >= 0) ? url.getPort() : DEFAULT_PORT;
		try {
			URI plain = new URI(scheme, null, url.getHost(), port, path, null, null);
			return new NodeEndpoint(name, plain, url.getUserInfo(), null);
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException("url of the node '" + name + "' (expected: http://host:port)");
		}
	}

	/**
	 * The same node with a user.
	 * @param username the name
	 * @param password the password
	 * @return the endpoint
	 */
	public NodeEndpoint withCredentials(String username, String password) {
		return new NodeEndpoint(this.name, this.url, username + ":" + password, null);
	}

	/**
	 * The same node with the cookie that it writes at each start. The file is read for
	 * each call, since a node that was restarted has another one.
	 * @param file the file {@code .cookie} in the folder of its chain
	 * @return the endpoint
	 */
	public NodeEndpoint withCookie(Path file) {
		return new NodeEndpoint(this.name, this.url, null, file);
	}

	/**
	 * The name of the node.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * The URL of the node.
	 * @return the URL, without credentials
	 */
	public URI url() {
		return this.url;
	}

	@Nullable Path cookieFile() {
		return this.cookieFile;
	}

	/**
	 * The header that lets in, or null without credentials. A cookie that cannot be read
	 * is none: the node does not run, or it will say 401.
	 */
	@Nullable String authorization() {
		String credentials = this.userInfo;
		if (this.cookieFile != null) {
			try {
				credentials = Files.readString(this.cookieFile, StandardCharsets.US_ASCII).strip();
			}
			catch (IOException ex) {
				return null;
			}
		}
		return (credentials != null)
				? "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)) : null;
	}

	/** Its URL as it may be shown: a path may be a secret. */
	String shownUrl() {
		return this.url.getScheme() + "://" + this.url.getRawAuthority() + "/";
	}

	@Override
	public String toString() {
		return "node '" + this.name + "' at " + shownUrl();
	}

}
