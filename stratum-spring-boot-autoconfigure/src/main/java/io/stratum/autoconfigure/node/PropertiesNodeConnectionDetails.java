package io.stratum.autoconfigure.node;

import java.net.URI;
import java.util.List;
import java.util.Objects;

import io.stratum.autoconfigure.NodeProperties;
import io.stratum.autoconfigure.NodeProperties.Node;
import io.stratum.node.NodeEndpoint;

/**
 * The nodes of the properties, which were validated.
 */
final class PropertiesNodeConnectionDetails implements NodeConnectionDetails {

	private final List<NodeEndpoint> nodes;

	PropertiesNodeConnectionDetails(NodeProperties properties) {
		this.nodes = properties.all().stream().map(PropertiesNodeConnectionDetails::endpoint).toList();
	}

	private static NodeEndpoint endpoint(Node node) {
		NodeEndpoint endpoint = NodeEndpoint.of(Objects.requireNonNull(node.getName()),
				URI.create(Objects.requireNonNull(node.getUrl())));
		if (node.getCookieFile() != null) {
			return endpoint.withCookie(node.getCookieFile());
		}
		return (node.getUsername() != null && node.getPassword() != null)
				? endpoint.withCredentials(node.getUsername(), node.getPassword()) : endpoint;
	}

	@Override
	public List<NodeEndpoint> getNodes() {
		return this.nodes;
	}

}
