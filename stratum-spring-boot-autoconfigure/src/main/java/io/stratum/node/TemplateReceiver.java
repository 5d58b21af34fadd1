package io.stratum.node;

/**
 * Hears what the watched nodes give. Called by several threads; may call the node.
 */
interface TemplateReceiver {

	/** A node gave a template. */
	void came(WatchedNode node, NodeTemplate template) throws NodeException;

	/** Work that was made until the template of a node comes. */
	void bridged(WatchedNode node, NodeTemplate empty);

	/** A node was asked for its tip, and answered. */
	void checked(WatchedNode node) throws NodeException;

	/** A node failed. */
	void failed(WatchedNode node);

	/** Whether work comes from a node. */
	boolean isInUse(WatchedNode node);

}
