package io.stratum.session;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;

import io.stratum.engine.work.WorkListener;
import io.stratum.mining.MiningListener;
import io.stratum.mining.job.Work;

/**
 * Takes new work to all sessions, by one task per loop, and tells listeners how long it
 * took.
 */
public final class JobBroadcaster implements WorkListener {

	private static final System.Logger logger = System.getLogger(JobBroadcaster.class.getName());

	private final SessionRegistry registry;

	private final List<MiningListener> listeners;

	private final LongSupplier nanoClock;

	/**
	 * Creates a broadcaster.
	 * @param registry the sessions
	 * @param listeners who hears of {@link MiningListener#workBroadcast}
	 * @param nanoClock the monotonic time
	 */
	public JobBroadcaster(SessionRegistry registry, Collection<? extends MiningListener> listeners,
			LongSupplier nanoClock) {
		this.registry = registry;
		this.listeners = List.copyOf(listeners);
		this.nanoClock = nanoClock;
	}

	@Override
	public void workPublished(Work work) {
		long start = this.nanoClock.getAsLong();
		this.registry.visit((session) -> session.workPublished(work))
			.thenAccept((sessions) -> broadcast(sessions, Duration.ofNanos(this.nanoClock.getAsLong() - start)));
	}

	private void broadcast(int sessions, Duration elapsed) {
		for (MiningListener listener : this.listeners) {
			try {
				listener.workBroadcast(sessions, elapsed);
			}
			catch (RuntimeException | Error ex) {
				logger.log(System.Logger.Level.WARNING, "Listener failed: " + listener, ex);
			}
		}
	}

}
