package io.stratum.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

import io.stratum.client.transport.ByteConnection;
import io.stratum.protocol.ProtocolException;

/**
 * The answers of one kind that are waited for, in the order of what they answer. Each is
 * given up after the request timeout. Confined to the event loop.
 *
 * @param <K> by what they are known
 * @param <A> what they are on the wire
 */
public final class PendingAnswers<K, A extends @Nullable Object> {

	/** How many may be waited for. */
	public static final int MAX_PENDING = StratumConnection.MAX_PENDING_CALLS;

	private final ByteConnection bytes;

	private final String kind;

	private final Map<K, Pending<A, ?>> waiting = new LinkedHashMap<>();

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
	 * Whether an answer is waited for.
	 * @param key by what it is known
	 * @return whether it is
	 */
	public boolean contains(K key) {
		return this.waiting.containsKey(key);
	}

	/**
	 * Waits for an answer that is the result itself.
	 * @param key by what it is known
	 * @param what what it is, for the error when it does not come
	 * @param sink gets the answer; forgotten if it is cancelled
	 */
	public void add(K key, String what, MonoSink<A> sink) {
		add(key, what, sink, (answer) -> answer);
	}

	/**
	 * Waits for an answer.
	 * @param <R> the type of the result
	 * @param key by what it is known
	 * @param what what it is, for the error when it does not come
	 * @param sink gets the result; forgotten if it is cancelled
	 * @param reading makes the result of the answer
	 */
	public <R> void add(K key, String what, MonoSink<R> sink, Reading<A, R> reading) {
		Duration timeout = this.bytes.settings().requestTimeout();
		Future<?> timer = this.bytes.schedule(
				() -> refuse(key, new StratumConnectionException("no " + what + " within " + timeout, null)), timeout);
		this.waiting.put(key, new Pending<>(sink, reading, timer));
		sink.onCancel(() -> this.bytes.tryExecute(() -> remove(key)));
	}

	/**
	 * Gives an answer to who waits for it.
	 * @param key by what it is known
	 * @param answer the answer
	 * @return false if nobody waits for it
	 * @throws ProtocolException if it makes no sense; who waits is told, too
	 */
	public boolean answer(@Nullable Object key, A answer) throws ProtocolException {
		Pending<A, ?> pending = remove(key);
		if (pending != null) {
			pending.answer(answer);
		}
		return pending != null;
	}

	/**
	 * Gives the same answer to the first that wait.
	 * @param condition which ones, up to the first for which it does not hold
	 * @param answer the answer
	 * @throws ProtocolException if it makes no sense
	 */
	public void answerWhile(Predicate<K> condition, A answer) throws ProtocolException {
		for (K key : first(condition)) {
			answer(key, answer);
		}
	}

	/**
	 * Tells who waits for an answer that there is none.
	 * @param key by what it is known
	 * @param cause why
	 */
	public void refuse(@Nullable Object key, Throwable cause) {
		Pending<A, ?> pending = remove(key);
		if (pending != null) {
			pending.sink().error(cause);
		}
	}

	/**
	 * Gives all of them up.
	 * @param cause why
	 */
	public void failAll(Throwable cause) {
		first((key) -> true).forEach((key) -> refuse(key, cause));
	}

	private List<K> first(Predicate<K> condition) {
		return this.waiting.keySet().stream().takeWhile(condition).toList();
	}

	private @Nullable Pending<A, ?> remove(@Nullable Object key) {
		Pending<A, ?> pending = this.waiting.remove(key);
		if (pending != null) {
			pending.timer().cancel(false);
		}
		return pending;
	}

	/**
	 * Makes the result of an answer.
	 *
	 * @param <A> the type of the answer
	 * @param <R> the type of the result
	 */
	public interface Reading<A extends @Nullable Object, R> {

		/**
		 * Reads an answer.
		 * @param answer the answer
		 * @return the result, null for none
		 * @throws ProtocolException if the answer makes no sense
		 */
		@Nullable R read(A answer) throws ProtocolException;

	}

	private record Pending<A extends @Nullable Object, R>(MonoSink<R> sink, Reading<A, R> reading, Future<?> timer) {

		void answer(A answer) throws ProtocolException {
			R result;
			try {
				result = this.reading.read(answer);
			}
			catch (ProtocolException ex) {
				this.sink
					.error(new StratumConnectionException("the server broke the protocol: " + ex.getMessage(), ex));
				throw ex;
			}
			this.sink.success(result);
		}

	}

}
