package io.stratum.metrics;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * The requests of one method, by outcome.
 */
final class RequestCounts {

	private static final List<String> OUTCOMES = List.of("success", "error", "none", "failure");

	private final LongAdder[] counts = StratumMetrics.adders(OUTCOMES.size());

	void increment(String outcome) {
		int index = OUTCOMES.indexOf(outcome);
		if (index >= 0) {
			this.counts[index].increment();
		}
	}

	void bind(MeterRegistry registry, String method) {
		for (int i = 0; i < this.counts.length; i++) {
			StratumMeters.REQUESTS.counter(registry, Tags.of("method", method, "outcome", OUTCOMES.get(i)),
					this.counts[i]);
		}
	}

}
