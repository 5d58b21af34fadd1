package io.stratum.ban;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.ban.Ban;
import io.stratum.mining.ban.BanStore;
import io.stratum.mining.ban.BanSubject;
import io.stratum.room.Fault;
import io.stratum.room.LimitedCalls;
import io.stratum.room.Room;

/**
 * Keeps list and store alike. Changes are in the list at once; one thread tells the store
 * of them in order, and loads it from time to time, so that what others told it is known
 * here. After a failure changes wait for the next load. Holds at most two changes for
 * each ban that there may be. Safe for use by several threads.
 */
final class BanSync {

	private static final long PURGE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final BanSettings settings;

	private final BanList list;

	private final BanLog log;

	private final BanStore store;

	private final LimitedCalls calls;

	/** Its one thread makes sure that the store is called in order, whatever hangs. */
	private final Room room = new Room("stratum-bans", 1, Thread::new);

	private final InstantSource clock;

	/**
	 * What the store does not know yet: bans, or nothing for what was removed. The oldest
	 * first, but for what failed.
	 */
	private final Map<BanSubject, Optional<Ban>> changes = new LinkedHashMap<>();

	/** The one of them that the store is being told, or null. */
	private @Nullable BanSubject telling;

	/** Set from the start to the stop. */
	private boolean open;

	/** Whether nothing more is told the store, until the next start. */
	private boolean ended = true;

	/**
	 * Whether the store was asked for its bans since the start, with or without success.
	 */
	private boolean loadTried;

	/** When it is asked again, by the monotonic time. */
	private long loadNanos;

	/** Whether the last call failed: nothing is told before a load, or a stop. */
	private boolean failing;

	BanSync(BanSettings settings, BanList list, BanLog log, BanStore store, LimitedCalls calls, InstantSource clock) {
		this.settings = settings;
		this.list = list;
		this.log = log;
		this.store = store;
		this.calls = calls;
		this.clock = clock;
	}

	/** Loads the bans, within the timeout of the store, and again from time to time. */
	synchronized void start() {
		if (this.open) {
			return;
		}
		this.open = true;
		this.ended = false;
		this.loadTried = false;
		this.loadNanos = System.nanoTime();
		this.room.open().execute(this::run);
		await(() -> this.loadTried);
	}

	/** Saves what is not saved yet, within the timeout of the store, and ends. */
	void stop() {
		synchronized (this) {
			if (!this.open) {
				return;
			}
			this.open = false;
			this.failing = false;
			notifyAll();
			await(() -> this.ended);
			this.ended = true;
			this.log.notSaved(this.changes.size());
		}
		this.room.close();
	}

	/** Waits for the store, though not for one that takes longer than it may. */
	private void await(BooleanSupplier condition) {
		long end = System.nanoTime() + this.settings.storeTimeout().toNanos();
		for (long left = end - System.nanoTime(); left > 0 && !condition.getAsBoolean()
				&& !this.calls.isStuck(); left = end - System.nanoTime()) {
			try {
				TimeUnit.NANOSECONDS.timedWait(this, left);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

	/** What is wrong with the store, without which the server goes on, or null. */
	@Nullable Fault fault() {
		Fault fault = this.calls.fault();
		return (fault != null) ? new Fault(fault.bean(), fault.since(), fault.text(), false) : null;
	}

	/**
	 * Puts a ban in force.
	 * @return false if there are so many that it has none
	 */
	synchronized boolean put(Ban ban) {
		List<Ban> dropped = this.list.put(ban);
		change(ban.subject(), Optional.of(ban));
		dropped.forEach((other) -> forget(other.subject()));
		this.log.dropped(dropped.size(), this.settings.maxBans());
		return !dropped.contains(ban);
	}

	synchronized boolean remove(BanSubject subject) {
		change(subject, Optional.empty());
		return this.list.remove(subject);
	}

	private void change(BanSubject subject, Optional<Ban> ban) {
		// To the end of the queue
		this.changes.remove(subject);
		this.changes.put(subject, ban);
		notifyAll();
	}

	/** Does not tell the store of a ban, unless it knows it, or may. */
	private void forget(BanSubject subject) {
		Optional<Ban> untold = this.changes.remove(subject);
		if (untold == null || untold.isEmpty() || subject.equals(this.telling)) {
			this.changes.put(subject, Optional.empty());
		}
	}

	private void run() {
		do {
			if (isLoadDue()) {
				load();
			}
			boolean told = true;
			while (told) {
				told = tellNext();
			}
			this.list.purge(this.clock.instant());
			this.log.tellRest();
		}
		while (hasMore());
	}

	private synchronized boolean isLoadDue() {
		return this.open && this.loadNanos - System.nanoTime() <= 0;
	}

	private void load() {
		call(() -> {
			loaded(List.copyOf(this.store.load(this.clock.instant())));
			return true;
		});
		synchronized (this) {
			// A store that cannot be loaded may take changes all the same
			this.failing = false;
			this.loadTried = true;
			this.loadNanos = System.nanoTime() + this.settings.refreshInterval().toNanos();
			notifyAll();
		}
	}

	private synchronized void loaded(List<Ban> bans) {
		Instant now = this.clock.instant();
		List<Ban> dropped = this.list.replace(bans, this.changes, now);
		dropped.forEach((ban) -> this.changes.remove(ban.subject(), Optional.of(ban)));
		this.log.dropped(dropped.size(), this.settings.maxBans());
	}

	/**
	 * Tells the store of one change.
	 * @return whether that went well and there may be more
	 */
	private boolean tellNext() {
		BanSubject subject;
		Optional<Ban> ban;
		synchronized (this) {
			if (this.ended || this.failing || this.changes.isEmpty() || isLoadDue()) {
				return false;
			}
			subject = this.changes.keySet().iterator().next();
			ban = Objects.requireNonNull(this.changes.get(subject));
			this.telling = subject;
		}
		boolean told = call(() -> {
			if (ban.isPresent()) {
				this.store.save(ban.get());
			}
			else {
				this.store.remove(subject);
			}
			return true;
		});
		synchronized (this) {
			this.telling = null;
			if (this.changes.remove(subject, ban) && !told) {
				this.changes.put(subject, ban);
			}
		}
		return told;
	}

	private boolean call(Callable<Boolean> call) {
		boolean good = true;
		try {
			this.calls.call(call);
		}
		catch (Exception ex) {
			good = false;
		}
		synchronized (this) {
			this.failing = !good;
		}
		return good;
	}

	/** Waits for a change, or the next load; at a stop, returns whether to go on. */
	private synchronized boolean hasMore() {
		boolean idle = this.failing || this.changes.isEmpty();
		if (!this.open && (idle || this.ended)) {
			this.ended = true;
			notifyAll();
			return false;
		}
		long left = Math.min(PURGE_NANOS, this.loadNanos - System.nanoTime());
		if (this.open && idle && left > 0) {
			try {
				TimeUnit.NANOSECONDS.timedWait(this, left);
			}
			catch (InterruptedException ex) {
				// The stop has waited for long enough, and says so by itself
			}
		}
		return true;
	}

}
