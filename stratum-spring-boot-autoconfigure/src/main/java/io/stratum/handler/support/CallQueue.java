package io.stratum.handler.support;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

import io.stratum.session.StratumSession;

/**
 * Starts the calls of one session in their order. Those that may block run on the
 * executor one after another, so a session never occupies more than one thread; the
 * others run on the loop, as soon as those before them have started. As long as the
 * number of unanswered requests of the session. Safe for use by several threads.
 */
final class CallQueue {

	private static final String ATTRIBUTE = "stratum.calls";

	private final StratumSession session;

	private final Executor executor;

	private final Queue<Call> waiting = new ArrayDeque<>(2);

	private boolean starting;

	private boolean blocking;

	private CallQueue(StratumSession session, Executor executor) {
		this.session = session;
		this.executor = executor;
	}

	/**
	 * The queue of a session.
	 * @param session the session
	 * @param executor runs the calls that may block
	 * @return the queue
	 */
	static CallQueue of(StratumSession session, Executor executor) {
		return (CallQueue) session.attributes().computeIfAbsent(ATTRIBUTE, (key) -> new CallQueue(session, executor));
	}

	/**
	 * Whether a call that comes now has to wait for earlier ones to start.
	 * @param session the session
	 * @return false if it can be made at once
	 */
	static boolean isHolding(StratumSession session) {
		Object queue = session.attributes().get(ATTRIBUTE);
		return queue != null && ((CallQueue) queue).isHolding();
	}

	private synchronized boolean isHolding() {
		return this.starting || !this.waiting.isEmpty();
	}

	/**
	 * Adds a call.
	 * @param call the call
	 */
	void add(Call call) {
		synchronized (this) {
			this.waiting.add(call);
		}
		startNext();
	}

	private void startNext() {
		Call call = takeNext();
		while (call != null && !start(call)) {
			call = takeNext();
		}
	}

	private synchronized @Nullable Call takeNext() {
		Call next = this.waiting.peek();
		if (next == null || this.starting || (this.blocking && next.mayBlock())) {
			return null;
		}
		this.waiting.remove();
		this.starting = true;
		this.blocking |= next.mayBlock();
		return next;
	}

	/**
	 * Hands a call over.
	 * @return false if it was refused and the next one is due
	 */
	private boolean start(Call call) {
		try {
			if (call.mayBlock()) {
				this.executor.execute(() -> runBlocking(call));
			}
			else {
				this.session.execute(() -> runOnLoop(call));
			}
			return true;
		}
		catch (RejectedExecutionException ex) {
			call.refused();
			started();
			if (call.mayBlock()) {
				ended();
			}
			return false;
		}
	}

	private void runOnLoop(Call call) {
		try {
			call.run();
		}
		finally {
			started();
			startNext();
		}
	}

	private void runBlocking(Call call) {
		started();
		startNext();
		try {
			call.run();
		}
		finally {
			ended();
			startNext();
		}
	}

	private synchronized void started() {
		this.starting = false;
	}

	private synchronized void ended() {
		this.blocking = false;
	}

	/**
	 * A call of a handler.
	 */
	interface Call {

		/**
		 * Whether the call may block.
		 * @return true to run on the executor
		 */
		boolean mayBlock();

		/**
		 * Makes the call. Must not throw.
		 */
		void run();

		/**
		 * Called instead if the executor or the loop takes no more tasks.
		 */
		void refused();

	}

}
