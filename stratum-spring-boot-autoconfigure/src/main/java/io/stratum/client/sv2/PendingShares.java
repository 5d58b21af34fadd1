package io.stratum.client.sv2;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import reactor.core.publisher.MonoSink;

import io.stratum.client.StratumConnectionException;
import io.stratum.protocol.ProtocolException;

/**
 * The shares of a channel that wait for their acknowledgement, in the order of their
 * sequence numbers. Confined to the event loop.
 */
final class PendingShares {

	/** How many may wait. */
	static final int MAX_PENDING = 1024;

	private final Duration timeout;

	private final LongSupplier nanoTime;

	private final Map<Integer, Waiting> waiting = new LinkedHashMap<>();

	private int next;

	PendingShares(Duration timeout, LongSupplier nanoTime) {
		this.timeout = timeout;
		this.nanoTime = nanoTime;
	}

	boolean isFull() {
		return this.waiting.size() >= MAX_PENDING;
	}

	boolean isEmpty() {
		return this.waiting.isEmpty();
	}

	/**
	 * The sequence number of the next share.
	 */
	int nextNumber() {
		return this.next;
	}

	/**
	 * The share with the next number was sent.
	 */
	void add(MonoSink<Void> sink) {
		this.waiting.put(this.next++, new Waiting(sink, this.nanoTime.getAsLong() + this.timeout.toNanos()));
	}

	void forget(int number) {
		this.waiting.remove(number);
	}

	/**
	 * All shares up to a number that were not refused are accepted.
	 * @param last the number
	 * @throws ProtocolException if there was no such share
	 */
	void accept(int last) throws ProtocolException {
		checkSent(last);
		List<MonoSink<Void>> accepted = new ArrayList<>();
		Iterator<Map.Entry<Integer, Waiting>> entries = this.waiting.entrySet().iterator();
		while (entries.hasNext()) {
			Map.Entry<Integer, Waiting> entry = entries.next();
			// numbers wrap around
			if (last - entry.getKey() < 0) {
				break;
			}
			accepted.add(entry.getValue().sink());
			entries.remove();
		}
		accepted.forEach(MonoSink::success);
	}

	void refuse(int number, String errorCode) throws ProtocolException {
		checkSent(number);
		Waiting refused = this.waiting.remove(number);
		if (refused != null) {
			refused.sink().error(new Sv2ErrorException(errorCode));
		}
	}

	private void checkSent(int number) throws ProtocolException {
		if (number - this.next >= 0) {
			throw new ProtocolException("sequence number: " + Integer.toUnsignedString(number) + " (expected: < "
					+ Integer.toUnsignedString(this.next) + ")");
		}
	}

	/**
	 * Gives up shares that have waited too long.
	 * @return how long the oldest of the others may wait
	 */
	Duration expire() {
		long now = this.nanoTime.getAsLong();
		List<Waiting> expired = new ArrayList<>();
		Duration left = this.timeout;
		Iterator<Waiting> all = this.waiting.values().iterator();
		while (all.hasNext()) {
			Waiting oldest = all.next();
			if (oldest.deadline() - now > 0) {
				left = Duration.ofNanos(oldest.deadline() - now);
				break;
			}
			expired.add(oldest);
			all.remove();
		}
		StratumConnectionException cause = new StratumConnectionException(
				"no acknowledgement of the share within " + this.timeout, null);
		expired.forEach((share) -> share.sink().error(cause));
		return left;
	}

	void failAll(Throwable cause) {
		List<Waiting> all = List.copyOf(this.waiting.values());
		this.waiting.clear();
		all.forEach((share) -> share.sink().error(cause));
	}

	private record Waiting(MonoSink<Void> sink, long deadline) {
	}

}
