package io.stratum.session;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The live sessions, grouped by loop. Safe for use by several threads.
 */
public final class SessionRegistry {

	/** How many sessions are open. */
	public int size() {
		throw new UnsupportedOperationException();
	}

	/** Adds a session; on its loop. */
	public void add(Loop loop, StratumSession session) {
		throw new UnsupportedOperationException();
	}

	/** Removes a session; on its loop. Harmless twice. */
	public void remove(Loop loop, StratumSession session) {
		throw new UnsupportedOperationException();
	}

	public @Nullable StratumSession find(String id) {
		throw new UnsupportedOperationException();
	}

	/** Sessions ordered by id, a page of them. */
	public List<StratumSession> page(int offset, int limit) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Runs an action for each session: one task per loop, each starting at another place
	 * in turn.
	 * @return completes with the number of sessions when all loops are done
	 */
	public CompletionStage<Integer> forEach(Consumer<? super StratumSession> action) {
		throw new UnsupportedOperationException();
	}

	/** All sessions, snapshot. */
	public Collection<StratumSession> all() {
		throw new UnsupportedOperationException();
	}

}
