package io.stratum.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The difficulty that workers had last, for the workers seen most recently. Safe for use
 * by several threads.
 */
final class WorkerDifficulties {

	private final Map<String, Double> difficulties;

	WorkerDifficulties(int capacity) {
		this.difficulties = new LinkedHashMap<>(16, 0.75f, true) {
			@Override
			protected boolean removeEldestEntry(Map.Entry<String, Double> eldest) {
				return size() > capacity;
			}
		};
	}

	synchronized void put(String worker, double difficulty) {
		this.difficulties.put(worker, difficulty);
	}

	/** The difficulty, or 0 if it is unknown. */
	synchronized double get(String worker) {
		return this.difficulties.getOrDefault(worker, 0.0);
	}

}
