package io.stratum.metrics;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

import io.stratum.node.NodeCallObserver;

/**
 * Observes each call to a node as {@code stratum.node.call}, for traces.
 */
public final class NodeObservations implements NodeCallObserver {

	private final ObservationRegistry registry;

	/**
	 * Creates the observations.
	 * @param registry where calls are observed
	 */
	public NodeObservations(ObservationRegistry registry) {
		this.registry = registry;
	}

	@Override
	public Call begin(String node, String method) {
		Observation observation = Observation.createNotStarted("stratum.node.call", this.registry)
			.contextualName("node " + method)
			.lowCardinalityKeyValue("node", node)
			.lowCardinalityKeyValue("method", method)
			.start();
		return (failure) -> {
			observation.lowCardinalityKeyValue(
					KeyValue.of("outcome", (failure != null) ? failure.failure().tag() : "success"));
			if (failure != null) {
				observation.error(failure);
			}
			observation.stop();
		};
	}

}
