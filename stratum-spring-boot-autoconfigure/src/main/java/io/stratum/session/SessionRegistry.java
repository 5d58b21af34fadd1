package io.stratum.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The live sessions, grouped by loop. Safe for use by several threads.
 */
public final class SessionRegistry {

	private static final System.Logger logger = System.getLogger(SessionRegistry.class.getName());

	private final ConcurrentNavigableMap<String, AbstractStratumSession> byId = new ConcurrentSkipListMap<>();

	private final Map<Loop, LoopSessions> byLoop = new ConcurrentHashMap<>();

	private final AtomicInteger size = new AtomicInteger();

	/**
	 * How many sessions are open.
	 * @return the number
	 */
	public int size() {
		return this.size.get();
	}

	/**
	 * Adds a session. Called on its loop.
	 * @param loop its loop
	 * @param session the session
	 */
	void add(Loop loop, AbstractStratumSession session) {
		if (this.byId.putIfAbsent(session.id(), session) != null) {
			throw new IllegalStateException("session id: " + session.id() + " (expected: one not in use)");
		}
		this.size.incrementAndGet();
		this.byLoop.computeIfAbsent(loop, (key) -> new LoopSessions()).add(session);
	}

	/**
	 * Removes a session; harmless twice. Called on its loop.
	 * @param loop its loop
	 * @param session the session
	 */
	void remove(Loop loop, AbstractStratumSession session) {
		if (this.byId.remove(session.id(), session)) {
			this.size.decrementAndGet();
			LoopSessions sessions = this.byLoop.get(loop);
			if (sessions != null) {
				sessions.remove(session);
			}
		}
	}

	/**
	 * Finds a session.
	 * @param id its id
	 * @return the session, or null if none has this id now
	 */
	public @Nullable StratumSession find(String id) {
		return this.byId.get(id);
	}

	/**
	 * A page of the sessions, ordered by id.
	 * @param offset how many to skip
	 * @param limit how many to return at most
	 * @return the sessions
	 */
	public List<StratumSession> page(int offset, int limit) {
		return this.byId.values().stream().<StratumSession>map((session) -> session).skip(offset).limit(limit).toList();
	}

	/**
	 * Runs an action for each session: one task per loop, each starting at another place
	 * each time, so that nobody is always the last. What the action throws is logged and
	 * does not keep it from the other sessions.
	 * @param action what to do, on the loop of the session
	 * @return completes with the number of sessions when all loops are done
	 */
	public CompletionStage<Integer> forEach(Consumer<? super StratumSession> action) {
		return visit(action::accept);
	}

	/**
	 * The same for those who know what all sessions have in common.
	 */
	CompletionStage<Integer> visit(Consumer<AbstractStratumSession> action) {
		List<Map.Entry<Loop, LoopSessions>> loops = List.copyOf(this.byLoop.entrySet());
		CompletableFuture<Integer> done = new CompletableFuture<>();
		Progress progress = new Progress(loops.size(), done);
		for (Map.Entry<Loop, LoopSessions> entry : loops) {
			try {
				entry.getKey().execute(() -> progress.loopDone(entry.getValue().forEach(action)));
			}
			catch (RejectedExecutionException ex) {
				progress.loopDone(0);
			}
		}
		if (loops.isEmpty()) {
			done.complete(0);
		}
		return done;
	}

	/**
	 * The workers that are authorized on all sessions.
	 * @return their number
	 */
	public long workerCount() {
		return this.byId.values().stream().mapToLong(StratumSession::workerCount).sum();
	}

	/**
	 * The bytes that wait to be sent on all sessions.
	 * @return a number of bytes
	 */
	public long pendingBytes() {
		return this.byId.values().stream().mapToLong(AbstractStratumSession::pendingBytes).sum();
	}

	/**
	 * The sessions of one loop; used on that loop only.
	 */
	private static final class LoopSessions {

		/** 2^32 divided by the golden ratio: consecutive starts lie far apart. */
		private static final int STEP = 0x9e3779b9;

		private final List<AbstractStratumSession> sessions = new ArrayList<>();

		private int rotation;

		void add(AbstractStratumSession session) {
			session.registryIndex = this.sessions.size();
			this.sessions.add(session);
		}

		void remove(AbstractStratumSession session) {
			int index = session.registryIndex;
			AbstractStratumSession last = this.sessions.remove(this.sessions.size() - 1);
			if (last != session) {
				this.sessions.set(index, last);
				last.registryIndex = index;
			}
		}

		int forEach(Consumer<AbstractStratumSession> action) {
			// The action may close sessions, which takes them out of the list
			AbstractStratumSession[] snapshot = this.sessions.toArray(AbstractStratumSession[]::new);
			int count = snapshot.length;
			if (count == 0) {
				return 0;
			}
			this.rotation += STEP;
			int start = (int) ((Integer.toUnsignedLong(this.rotation) * count) >>> 32);
			for (int i = 0; i < count; i++) {
				AbstractStratumSession session = snapshot[(start + i) % count];
				try {
					action.accept(session);
				}
				catch (RuntimeException | Error ex) {
					logger.log(System.Logger.Level.WARNING, "Session " + session.id() + " failed in a broadcast", ex);
				}
			}
			return count;
		}

	}

	/**
	 * Counts loops and sessions of one run.
	 */
	private static final class Progress {

		private final AtomicInteger loops;

		private final AtomicInteger sessions = new AtomicInteger();

		private final CompletableFuture<Integer> done;

		Progress(int loops, CompletableFuture<Integer> done) {
			this.loops = new AtomicInteger(loops);
			this.done = done;
		}

		void loopDone(int count) {
			int total = this.sessions.addAndGet(count);
			if (this.loops.decrementAndGet() == 0) {
				this.done.complete(total);
			}
		}

	}

}
