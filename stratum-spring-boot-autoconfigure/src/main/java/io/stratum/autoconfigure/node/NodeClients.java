package io.stratum.autoconfigure.node;

import java.util.List;

import io.stratum.node.NodeClient;

/**
 * The clients of the nodes.
 *
 * @param all the most preferred node first
 */
record NodeClients(List<NodeClient> all) {

	NodeClients {
		all = List.copyOf(all);
	}

}
