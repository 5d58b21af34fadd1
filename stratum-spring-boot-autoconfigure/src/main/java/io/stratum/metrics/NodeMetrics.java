package io.stratum.metrics;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.stratum.node.NodeStatus;

/**
 * Gives the state of nodes to Micrometer.
 */
public final class NodeMetrics implements MeterBinder {

	private final Supplier<List<NodeStatus>> nodes;

	/**
	 * Creates the metrics.
	 * @param nodes the nodes as they are; always the same ones
	 */
	public NodeMetrics(Supplier<List<NodeStatus>> nodes) {
		this.nodes = nodes;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		List<NodeStatus> nodes = this.nodes.get();
		for (int i = 0; i < nodes.size(); i++) {
			int index = i;
			Tags tags = Tags.of("node", nodes.get(i).name());
			StratumMeters.NODE_UP.gauge(registry, tags, this.nodes, of(index, (node) -> (node.works()) ? 1 : 0));
			StratumMeters.NODE_IN_USE.gauge(registry, tags, this.nodes, of(index, (node) -> (node.inUse()) ? 1 : 0));
			StratumMeters.NODE_HEIGHT.gauge(registry, tags, this.nodes,
					of(index, (node) -> (node.height() >= 0) ? node.height() : Double.NaN));
		}
	}

	private static ToDoubleFunction<Supplier<List<NodeStatus>>> of(int index, ToDoubleFunction<NodeStatus> value) {
		return (nodes) -> value.applyAsDouble(nodes.get().get(index));
	}

}
