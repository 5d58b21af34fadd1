package io.stratum.session;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.stratum.engine.work.WorkListener;
import io.stratum.mining.MiningListener;
import io.stratum.mining.job.Work;

/**
 * Takes new work to all sessions, by one task per loop, and tells listeners how long it
 * took.
 */
public final class JobBroadcaster implements WorkListener {

	private final SessionRegistry registry;

	private final MiningListener listener;

	private final LongSupplier nanoClock;

	/**
	 * Creates a broadcaster.
	 * @param registry the sessions
	 * @param listener hears of {@link MiningListener#workBroadcast}; must not fail
	 * @param nanoClock the monotonic time
	 */
	public JobBroadcaster(SessionRegistry registry, MiningListener listener, LongSupplier nanoClock) {
		this.registry = registry;
		this.listener = listener;
		this.nanoClock = nanoClock;
	}

	@Override
	public void workPublished(Work work) {
		long start = this.nanoClock.getAsLong();
		this.registry.visit((session) -> session.workPublished(work))
			.thenAccept((sessions) -> this.listener.workBroadcast(sessions,
					Duration.ofNanos(this.nanoClock.getAsLong() - start)));
	}

}
