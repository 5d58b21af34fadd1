package io.stratum.ban;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.stratum.mining.ban.IpNetwork;

/**
 * How many workers mine from where; nothing is kept of who has left. Safe for use by
 * several threads.
 */
final class MinerCounts {

	private final Map<IpNetwork, Integer> counts = new ConcurrentHashMap<>();

	int at(IpNetwork source) {
		return this.counts.getOrDefault(source, 0);
	}

	/** A worker begins to mine, or ceases to. */
	void change(IpNetwork source, boolean begins) {
		if (begins) {
			this.counts.merge(source, 1, Integer::sum);
		}
		else {
			this.counts.computeIfPresent(source, (key, count) -> (count > 1) ? count - 1 : null);
		}
	}

}
