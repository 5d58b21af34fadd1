package io.stratum.engine.share;

import java.util.LinkedHashMap;
import java.util.Map;

import io.stratum.mining.Worker;

/**
 * The difficulties that workers proved by their shares, where they may start at their
 * next login. Safe for use by several threads.
 */
public final class ProvenDifficulties {

	private static final int MOST_WORKERS = 100_000;

	private final Map<String, Double> difficulties = new LinkedHashMap<>(16, 0.75f, true) {
		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Double> eldest) {
			return size() > MOST_WORKERS;
		}
	};

	/** The difficulty that a worker proved last, 0 if unknown. */
	public synchronized double of(Worker worker) {
		return this.difficulties.getOrDefault(worker.name(), 0.0);
	}

	synchronized void remember(Worker worker, double difficulty) {
		this.difficulties.put(worker.name(), difficulty);
	}

}
