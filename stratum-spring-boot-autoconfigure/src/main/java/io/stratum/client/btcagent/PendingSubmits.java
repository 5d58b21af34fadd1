package io.stratum.client.btcagent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import reactor.core.publisher.MonoSink;

import io.stratum.client.StratumConnectionException;
import io.stratum.protocol.btcagent.AgentStatus;
import io.stratum.session.StratumError;
import io.stratum.session.StratumErrorException;

/**
 * The shares that wait for responses, by the number of their frame on the connection.
 * Confined to the event loop.
 */
final class PendingSubmits {

	/** How many may wait; far fewer than there are numbers. */
	static final int MAX_PENDING = 1024;

	private final Duration timeout;

	private final LongSupplier nanoTime;

	private final Map<Integer, Waiting> waiting = new LinkedHashMap<>();

	private int next;

	PendingSubmits(Duration timeout, LongSupplier nanoTime) {
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
	 * A frame was sent to which no response comes.
	 */
	void skip() {
		this.next = this.next + 1 & 0xffff;
	}

	/**
	 * A frame was sent.
	 * @return its number
	 */
	int add(MonoSink<Void> sink) {
		int index = this.next;
		skip();
		this.waiting.put(index, new Waiting(sink, this.nanoTime.getAsLong() + this.timeout.toNanos()));
		return index;
	}

	void forget(int index) {
		this.waiting.remove(index);
	}

	void answer(int index, int status) {
		Waiting answered = this.waiting.remove(index);
		if (answered == null) {
			return;
		}
		if (AgentStatus.isAccepted(status)) {
			answered.sink().success();
		}
		else {
			answered.sink()
				.error(new StratumErrorException(
						StratumError.of(status, "status " + Integer.toUnsignedString(status))));
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
				"no response to the share within " + this.timeout, null);
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
