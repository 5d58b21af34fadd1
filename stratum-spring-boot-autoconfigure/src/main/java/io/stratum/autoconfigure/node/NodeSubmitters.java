package io.stratum.autoconfigure.node;

import java.util.List;

import io.stratum.node.NodeBlockSubmitter;

/**
 * The ways to the nodes, for applications without a {@code BlockSubmitter} of their own.
 *
 * @param all one for each node that blocks go to
 */
public record NodeSubmitters(List<NodeBlockSubmitter> all) {

	public NodeSubmitters {
		all = List.copyOf(all);
	}

}
