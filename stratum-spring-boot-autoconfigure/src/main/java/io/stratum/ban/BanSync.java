package io.stratum.ban;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.ban.Ban;
import io.stratum.mining.ban.BanStore;
import io.stratum.mining.ban.BanSubject;

/**
 * Keeps list and store alike. Changes are in the list at once and go to the store one by
 * one; the store is loaded in between, so that what it does not know yet is known here. A
 * change that fails is tried again at the next refresh. Holds at most two changes for
 * each ban that there may be. Safe for use by several threads.
 */
final class BanSync {

	private final BanSettings settings;

	private final BanList list;

	private final BanLog log;

	private final BanStore store;

	private final Executor blocking;

	private final InstantSource clock;

	/** What the store does not know yet: bans, or null for what was removed. */
	private final Map<BanSubject, @Nullable Ban> changes = new LinkedHashMap<>();

	private @Nullable ScheduledThreadPoolExecutor timer;

	/** The call that has not returned, even if it is overdue: there is never another. */
	private @Nullable StoreCall running;

	private boolean refreshDue;

	private boolean failing;

	/** Whether a refresh loads before it tells of changes: not after a failed load. */
	private boolean loadFirst = true;

	private boolean loadFailed;

	BanSync(BanSettings settings, BanList list, BanLog log, BanStore store, Executor blocking, InstantSource clock) {
		this.settings = settings;
		this.list = list;
		this.log = log;
		this.store = store;
		this.blocking = blocking;
		this.clock = clock;
	}

	/** Loads the bans, within the timeout of the store, and again from time to time. */
	void start() {
		synchronized (this) {
			if (this.timer != null) {
				return;
			}
			ScheduledThreadPoolExecutor created = new ScheduledThreadPoolExecutor(1, BanSync::thread);
			created.setRemoveOnCancelPolicy(true);
			this.timer = created;
			long interval = this.settings.refreshInterval().toNanos();
			created.scheduleWithFixedDelay(this::refresh, interval, interval, TimeUnit.NANOSECONDS);
			created.scheduleWithFixedDelay(this::purge, 1, 1, TimeUnit.SECONDS);
		}
		refresh();
		await();
	}

	/** Saves what is not saved yet, within the timeout of the store, and ends. */
	void stop() {
		await();
		synchronized (this) {
			if (this.timer != null) {
				this.timer.shutdownNow();
				this.timer = null;
			}
		}
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, "stratum-bans");
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Puts a ban in force.
	 * @return false if there are so many that it has none
	 */
	boolean put(Ban ban) {
		synchronized (this) {
			List<Ban> dropped = this.list.put(ban);
			change(ban.subject(), ban);
			dropped.forEach((other) -> forget(other.subject()));
			if (!dropped.isEmpty()) {
				this.log.dropped(dropped.size(), this.settings.maxBans());
			}
			if (dropped.contains(ban)) {
				return false;
			}
		}
		proceed();
		return true;
	}

	boolean remove(BanSubject subject) {
		boolean removed;
		synchronized (this) {
			removed = this.list.remove(subject);
			change(subject, null);
		}
		proceed();
		return removed;
	}

	private void change(BanSubject subject, @Nullable Ban ban) {
		// To the end of the queue
		this.changes.remove(subject);
		this.changes.put(subject, ban);
	}

	private void forget(BanSubject subject) {
		boolean saved = this.changes.remove(subject) == null;
		if (saved || (this.running instanceof Change change && change.subject.equals(subject))) {
			this.changes.put(subject, null);
		}
	}

	private void purge() {
		this.list.purge(this.clock.instant());
		this.log.tellRest();
	}

	private void refresh() {
		synchronized (this) {
			this.refreshDue = true;
			this.loadFirst = !this.loadFailed;
			this.loadFailed = false;
			this.failing = this.failing && this.running != null;
		}
		proceed();
	}

	/** Begins the next operation, if none is under way. */
	private void proceed() {
		StoreCall next;
		synchronized (this) {
			if (this.timer == null || this.running != null || this.failing
					|| (this.changes.isEmpty() && !this.refreshDue)) {
				return;
			}
			next = (this.changes.isEmpty() || (this.refreshDue && this.loadFirst)) ? new Load() : nextChange();
			this.running = next;
			next.limit(this.timer, this.settings.storeTimeout(), this::overdue);
		}
		try {
			this.blocking.execute(next);
		}
		catch (RejectedExecutionException ex) {
			next.ended(ex);
		}
	}

	private StoreCall nextChange() {
		Map.Entry<BanSubject, @Nullable Ban> first = this.changes.entrySet().iterator().next();
		return new Change(first.getKey(), first.getValue());
	}

	private void finished(StoreCall call, @Nullable Throwable failure) {
		finish(call, failure);
		proceed();
	}

	private synchronized void finish(StoreCall call, @Nullable Throwable failure) {
		this.running = null;
		this.loadFailed = failure != null && call instanceof Load;
		if (failure != null) {
			failed(failure);
			return;
		}
		this.failing = false;
		call.apply();
		this.log.storeWorks();
		notifyAll();
	}

	private synchronized void overdue(StoreCall call) {
		if (this.running == call) {
			failed(new TimeoutException("no answer within " + this.settings.storeTimeout()));
		}
	}

	private void failed(Throwable failure) {
		this.failing = true;
		this.log.storeFails(failure);
		notifyAll();
	}

	/** Waits until nothing is to be done, or the store fails or takes too long. */
	private synchronized void await() {
		long end = System.nanoTime() + this.settings.storeTimeout().toNanos();
		try {
			while (this.timer != null && !this.failing
					&& (this.running != null || this.refreshDue || !this.changes.isEmpty())) {
				long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
				if (millis <= 0) {
					return;
				}
				wait(millis);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Tells the store of a change.
	 */
	private final class Change extends StoreCall {

		private final BanSubject subject;

		private final @Nullable Ban ban;

		Change(BanSubject subject, @Nullable Ban ban) {
			super(BanSync.this::finished);
			this.subject = subject;
			this.ban = ban;
		}

		@Override
		void call() throws Exception {
			if (this.ban != null) {
				BanSync.this.store.save(this.ban);
			}
			else {
				BanSync.this.store.remove(this.subject);
			}
		}

		@Override
		void apply() {
			Map<BanSubject, @Nullable Ban> changes = BanSync.this.changes;
			if (changes.containsKey(this.subject) && changes.get(this.subject) == this.ban) {
				changes.remove(this.subject);
			}
		}

	}

	/**
	 * Loads all bans.
	 */
	private final class Load extends StoreCall {

		private Collection<Ban> loaded = List.of();

		Load() {
			super(BanSync.this::finished);
		}

		@Override
		void call() throws Exception {
			this.loaded = List.copyOf(BanSync.this.store.load(BanSync.this.clock.instant()));
		}

		@Override
		void apply() {
			Instant now = BanSync.this.clock.instant();
			BanSync.this.refreshDue = false;
			List<Ban> dropped = BanSync.this.list.replace(this.loaded, new HashMap<>(BanSync.this.changes), now);
			dropped.forEach((ban) -> BanSync.this.changes.remove(ban.subject(), ban));
			if (!dropped.isEmpty()) {
				BanSync.this.log.dropped(dropped.size(), BanSync.this.settings.maxBans());
			}
		}

	}

}
