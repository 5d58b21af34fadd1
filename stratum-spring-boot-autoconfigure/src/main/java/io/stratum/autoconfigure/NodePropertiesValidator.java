package io.stratum.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.stratum.autoconfigure.NodeProperties.Node;

/**
 * Stops the start when nodes cannot be reached as configured. Never shows credentials.
 */
final class NodePropertiesValidator {

	private static final String PREFIX = "stratum.node";

	private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,31}");

	private static final Pattern URL = Pattern.compile("https?://[^/?#\\s]+/?[^?#\\s]*");

	private static final Duration SHORTEST_POLL = Duration.ofMillis(100);

	private NodePropertiesValidator() {
	}

	static void validate(NodeProperties properties) {
		List<Node> nodes = properties.getNodes();
		boolean several = !nodes.isEmpty();
		nothing(several && properties.getUrl() != null, ".url", "'" + PREFIX + ".nodes'");
		boolean without = properties.getUrl() == null;
		nothing(without && properties.getUsername() != null, ".username", "a '" + PREFIX + ".url' beside");
		nothing(without && properties.getPassword() != null, ".password", "a '" + PREFIX + ".url' beside");
		nothing(without && properties.getCookieFile() != null, ".cookie-file", "a '" + PREFIX + ".url' beside");
		Set<String> names = new HashSet<>();
		for (int i = 0; i < nodes.size(); i++) {
			String path = ".nodes[" + i + "]";
			String name = String.valueOf(nodes.get(i).getName());
			check(nodes.get(i).getName() != null && NAME.matcher(name).matches(), path + ".name", name,
					"a name of lower-case letters, digits, dots and hyphens");
			check(names.add(name), path + ".name", name, "a name that no other node has");
		}
		List<Node> all = properties.all();
		for (int i = 0; i < all.size(); i++) {
			validate(several ? ".nodes[" + i + "]" : "", all.get(i));
		}
		properties.getSubmitTo()
			.forEach((name) -> check(all.stream().anyMatch((node) -> name.equals(node.getName())), ".submit-to", name,
					"names of configured nodes"));
		check(properties.getPollInterval().compareTo(SHORTEST_POLL) >= 0, ".poll-interval",
				properties.getPollInterval(), "at least " + SHORTEST_POLL);
		check(!properties.getEmptyWorkAfter().isNegative(), ".empty-work-after", properties.getEmptyWorkAfter(),
				"not negative");
	}

	private static void validate(String path, Node node) {
		String url = String.valueOf(node.getUrl());
		check(node.getUrl() != null && URL.matcher(url).matches() && host(url) != null, path + ".url",
				url.replaceFirst("//[^/]*@", "//"), "a URL such as 'http://127.0.0.1:8332'");
		boolean inUrl = URI.create(url).getRawUserInfo() != null;
		boolean user = node.getUsername() != null;
		boolean cookie = node.getCookieFile() != null;
		nothing(inUrl && user, path + ".username", "credentials in the URL");
		nothing(inUrl && cookie, path + ".cookie-file", "credentials in the URL");
		nothing(user && cookie, path + ".cookie-file", "a username");
		check(user == (node.getPassword() != null), path + ".password", user ? "missing" : "set",
				"both a username and a password, or neither");
	}

	private static @Nullable String host(String url) {
		try {
			return URI.create(url).getHost();
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static void nothing(boolean contradiction, String key, String with) {
		if (contradiction) {
			boolean missing = with.startsWith("a '");
			throw new InvalidPropertyException(PREFIX + key, "set", missing ? with : "nothing with " + with,
					missing ? "Set '" + PREFIX + ".url', or remove '" + PREFIX + key + "'." : "Remove one of the two.");
		}
	}

	private static void check(boolean valid, String key, Object value, String expected) {
		if (!valid) {
			throw new InvalidPropertyException(PREFIX + key, value, expected);
		}
	}

}
