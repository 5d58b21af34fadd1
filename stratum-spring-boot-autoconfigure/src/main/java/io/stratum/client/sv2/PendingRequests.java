package io.stratum.client.sv2;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

import io.stratum.client.StratumConnectionException;
import io.stratum.client.transport.ByteConnection;

/**
 * The requests of one kind that wait for their answers. Confined to the event loop.
 *
 * @param <Q> what is remembered of a request
 * @param <A> its answer
 */
final class PendingRequests<Q, A> {

	/** How many may wait. */
	static final int MAX_PENDING = 1024;

	private static final int MAX_ID = 0xffff;

	private final ByteConnection bytes;

	private final String name;

	private final Map<Integer, Pending<Q, A>> waiting = new HashMap<>();

	private int lastId;

	PendingRequests(ByteConnection bytes, String name) {
		this.bytes = bytes;
		this.name = name;
	}

	/**
	 * The number of the next request, which fits U16.
	 * @throws StratumConnectionException if too many wait
	 */
	int nextId() {
		if (this.waiting.size() >= MAX_PENDING) {
			throw new StratumConnectionException(
					"pending requests: " + MAX_PENDING + " (expected: < " + MAX_PENDING + ")", null);
		}
		do {
			this.lastId = (this.lastId < MAX_ID) ? this.lastId + 1 : 1;
		}
		while (this.waiting.containsKey(this.lastId));
		return this.lastId;
	}

	/**
	 * Remembers the request that was sent with the next number until its answer or its
	 * timeout.
	 */
	void add(Q request, MonoSink<A> sink) {
		int id = this.lastId;
		Future<?> timer = this.bytes.schedule(() -> expire(id), this.bytes.settings().requestTimeout());
		this.waiting.put(id, new Pending<>(request, sink, timer));
		sink.onCancel(() -> this.bytes.tryExecute(() -> remove(id)));
	}

	@Nullable Pending<Q, A> remove(int id) {
		Pending<Q, A> pending = this.waiting.remove(id);
		if (pending != null) {
			pending.timer().cancel(false);
		}
		return pending;
	}

	private void expire(int id) {
		Pending<Q, A> expired = this.waiting.remove(id);
		if (expired != null) {
			expired.sink()
				.error(new StratumConnectionException(
						"no answer to " + this.name + " within " + this.bytes.settings().requestTimeout(), null));
		}
	}

	void failAll(Throwable cause) {
		List<Pending<Q, A>> all = List.copyOf(this.waiting.values());
		this.waiting.clear();
		for (Pending<Q, A> pending : all) {
			pending.timer().cancel(false);
			pending.sink().error(cause);
		}
	}

	record Pending<Q, A>(Q request, MonoSink<A> sink, Future<?> timer) {
	}

}
