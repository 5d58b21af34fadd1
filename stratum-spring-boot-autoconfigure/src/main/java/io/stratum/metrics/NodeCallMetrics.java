package io.stratum.metrics;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

import io.stratum.node.NodeCallObserver;

/**
 * Gives the calls to nodes to Micrometer: how long they take, and how they end.
 */
public final class NodeCallMetrics implements NodeCallObserver {

	private final MeterRegistry registry;

	/**
	 * Creates the metrics.
	 * @param registry where calls are counted
	 */
	public NodeCallMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public Call begin(String node, String method) {
		long start = this.registry.config().clock().monotonicTime();
		return (failure) -> {
			String outcome = (failure != null) ? failure.failure().tag() : "success";
			StratumMeters.NODE_CALLS.timer(this.registry, Tags.of("node", node, "method", method, "outcome", outcome))
				.record(this.registry.config().clock().monotonicTime() - start, TimeUnit.NANOSECONDS);
		};
	}

}
