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

	/** Was handed over and has not started; those after it wait. */
	private @Nullable Call starting;

	/** Occupies the thread of the session; those that may block wait. */
	private @Nullable Call blocking;

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
		return this.starting != null || !this.waiting.isEmpty();
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
		if (next == null || this.starting != null || (this.blocking != null && next.mayBlock())) {
			return null;
		}
		this.waiting.remove();
		this.starting = next;
		this.blocking = next.mayBlock() ? next : this.blocking;
		return next;
	}

	/**
	 * Hands a call over.
	 * @return false if it was refused and the next one is due
	 */
	private boolean start(Call call) {
		call.due();
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
			ended(call);
			return false;
		}
	}

	private void runOnLoop(Call call) {
		try {
			call.run();
		}
		finally {
			giveUp(call);
		}
	}

	private void runBlocking(Call call) {
		started(call);
		startNext();
		try {
			call.run();
		}
		finally {
			giveUp(call);
		}
	}

	/**
	 * Lets those go on that wait for a call, whether or not it has ended.
	 * @param call the call
	 */
	void giveUp(Call call) {
		ended(call);
		startNext();
	}

	private synchronized void started(Call call) {
		this.starting = (this.starting == call) ? null : this.starting;
	}

	private synchronized void ended(Call call) {
		started(call);
		this.blocking = (this.blocking == call) ? null : this.blocking;
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
		 * Its turn has come: it is handed over, and runs when there is a thread.
		 */
		default void due() {
		}

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
