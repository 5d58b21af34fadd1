package io.stratum.session;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;

import io.stratum.mining.BlockTemplateSource;
import io.stratum.mining.MiningListener;

/**
 * Makes an engine ask for a template when the test says so, and waits until its work has
 * come to all sessions of a loop. To be told of fetches and asked for changes by a
 * {@link BlockTemplateSource}, and to be a listener of the {@link JobBroadcaster}.
 */
public final class WorkFeed implements MiningListener {

	private final FakeLoop loop;

	private final AtomicInteger broadcasts = new AtomicInteger();

	private CompletableFuture<Object> changed = new CompletableFuture<>();

	private boolean changedSinceFetch;

	public WorkFeed(FakeLoop loop) {
		this.loop = loop;
	}

	/** A template is made; what changes from now on is not in it. */
	public synchronized void fetching() {
		this.changedSinceFetch = false;
	}

	public synchronized CompletionStage<?> changed() {
		return this.changedSinceFetch ? CompletableFuture.completedFuture(true) : this.changed;
	}

	/** Waits for the first work of an engine that was started. */
	public void awaitFirst() {
		await(0);
	}

	/** Tells of new work, and waits until the sessions have it. */
	public void next() {
		int before = this.broadcasts.get();
		CompletableFuture<Object> signal;
		synchronized (this) {
			this.changedSinceFetch = true;
			signal = this.changed;
			this.changed = new CompletableFuture<>();
		}
		signal.complete(true);
		await(before);
	}

	private void await(int before) {
		Awaitility.await().pollInSameThread().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> {
			this.loop.run();
			return this.broadcasts.get() > before;
		});
		this.loop.run();
	}

	@Override
	public void workBroadcast(int sessions, Duration elapsed) {
		this.broadcasts.incrementAndGet();
	}

}
