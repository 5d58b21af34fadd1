package io.stratum.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

import io.stratum.client.transport.ByteConnection;

/**
 * The answers of one kind that are waited for, in the order of what they answer. Each is
 * given up after the request timeout. Confined to the event loop.
 *
 * @param <K> by what they are known
 * @param <A> their type
 */
public final class PendingAnswers<K, A> {

	/** How many may be waited for. */
	public static final int MAX_PENDING = StratumConnection.MAX_PENDING_CALLS;

	private final ByteConnection bytes;

	private final String kind;

	private final Map<K, Pending<A>> waiting = new LinkedHashMap<>();

	/**
	 * Waits for nothing yet.
	 * @param bytes the connection
	 * @param kind what waits, in the plural
	 */
	public PendingAnswers(ByteConnection bytes, String kind) {
		this.bytes = bytes;
		this.kind = kind;
	}

	/**
	 * Checks that another answer can be waited for.
	 * @throws StratumConnectionException if there are too many
	 */
	public void checkRoom() {
		if (this.waiting.size() >= MAX_PENDING) {
			throw new StratumConnectionException(
					"pending " + this.kind + ": " + MAX_PENDING + " (expected: < " + MAX_PENDING + ")", null);
		}
	}

	/**
	 * Waits for an answer.
	 * @param key by what it is known
	 * @param what what it is, for the error when it does not come
	 * @param sink gets the answer; forgotten if it is cancelled
	 */
	public void add(K key, String what, MonoSink<A> sink) {
		Duration timeout = this.bytes.settings().requestTimeout();
		Future<?> timer = this.bytes.schedule(() -> expire(key, what, timeout), timeout);
		this.waiting.put(key, new Pending<>(sink, timer));
		sink.onCancel(() -> this.bytes.tryExecute(() -> remove(key)));
	}

	/**
	 * Stops to wait for an answer.
	 * @param key by what it is known
	 * @return what gets it, or null if nobody waits
	 */
	public @Nullable MonoSink<A> remove(@Nullable Object key) {
		Pending<A> pending = this.waiting.remove(key);
		if (pending == null) {
			return null;
		}
		pending.timer().cancel(false);
		return pending.sink();
	}

	/**
	 * Stops to wait for the first answers.
	 * @param condition which ones, up to the first for which it does not hold
	 * @return what gets them
	 */
	public List<MonoSink<A>> removeWhile(Predicate<K> condition) {
		List<MonoSink<A>> removed = new ArrayList<>();
		Iterator<Map.Entry<K, Pending<A>>> entries = this.waiting.entrySet().iterator();
		while (entries.hasNext()) {
			Map.Entry<K, Pending<A>> entry = entries.next();
			if (!condition.test(entry.getKey())) {
				break;
			}
			entry.getValue().timer().cancel(false);
			removed.add(entry.getValue().sink());
			entries.remove();
		}
		return removed;
	}

	/**
	 * Gives all of them up.
	 * @param cause why
	 */
	public void failAll(Throwable cause) {
		removeWhile((key) -> true).forEach((sink) -> sink.error(cause));
	}

	private void expire(K key, String what, Duration timeout) {
		Pending<A> expired = this.waiting.remove(key);
		if (expired != null) {
			expired.sink().error(new StratumConnectionException("no " + what + " within " + timeout, null));
		}
	}

	private record Pending<A>(MonoSink<A> sink, Future<?> timer) {
	}

}
