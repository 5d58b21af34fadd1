package io.stratum.client.btcagent;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.stratum.client.StratumConnectionException;

/**
 * The workers of one connection and their numbers. A number is used again as late as
 * possible, so that nothing meant for a worker that left reaches a new one. Changed on
 * the event loop only.
 */
final class RegisteredWorkers {

	/** The number 0xffff is invalid. */
	static final int MAX_WORKERS = 0xffff;

	private final Map<Integer, RegisteredWorker> workers = new ConcurrentHashMap<>();

	private final BitSet used = new BitSet();

	private int next;

	/**
	 * A number that is free.
	 * @throws StratumConnectionException if there is none
	 */
	int nextSession() {
		int session = this.used.nextClearBit(this.next);
		if (session >= MAX_WORKERS) {
			session = this.used.nextClearBit(0);
		}
		if (session >= MAX_WORKERS) {
			throw new StratumConnectionException("workers: " + MAX_WORKERS + " (expected: < " + MAX_WORKERS + ")",
					null);
		}
		return session;
	}

	void add(RegisteredWorker worker) {
		this.used.set(worker.session());
		this.next = worker.session() + 1;
		this.workers.put(worker.session(), worker);
	}

	boolean remove(RegisteredWorker worker) {
		boolean removed = this.workers.remove(worker.session(), worker);
		if (removed) {
			this.used.clear(worker.session());
		}
		return removed;
	}

	boolean contains(RegisteredWorker worker) {
		return this.workers.get(worker.session()) == worker;
	}

	@Nullable RegisteredWorker worker(int session) {
		return this.workers.get(session);
	}

	Collection<RegisteredWorker> all() {
		return List.copyOf(this.workers.values());
	}

}
