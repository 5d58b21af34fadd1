package io.stratum.autoconfigure.node;

import java.util.List;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

import io.stratum.node.NodeEndpoint;

/**
 * Where the nodes are. A bean of this type takes precedence over {@code stratum.node.url}
 * and {@code stratum.node.nodes}.
 */
@FunctionalInterface
public interface NodeConnectionDetails extends ConnectionDetails {

	/**
	 * The nodes.
	 * @return the most preferred first, at least one
	 */
	List<NodeEndpoint> getNodes();

}
