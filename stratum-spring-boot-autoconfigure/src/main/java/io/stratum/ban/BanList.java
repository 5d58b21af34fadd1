package io.stratum.ban;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.Worker;
import io.stratum.mining.ban.Ban;
import io.stratum.mining.ban.BanReason;
import io.stratum.mining.ban.BanSubject;
import io.stratum.mining.ban.IpNetwork;

/**
 * The bans in force, bounded: when there are too many, those that end first go, the
 * operators' last. Lookups take no lock; of each ban its end is heeded, whether it was
 * taken out or not. Safe for use by several threads.
 */
final class BanList {

	private static final Comparator<Ban> DISPENSABLE_FIRST = Comparator
		.comparing((Ban ban) -> ban.reason() == BanReason.OPERATOR)
		.thenComparing(Ban::until)
		.thenComparing((ban) -> ban.subject().text());

	private final int capacity;

	private final Map<BanSubject, Ban> bans = new ConcurrentHashMap<>();

	/** The same bans; guarded by this list, as are all changes. */
	private final TreeSet<Ban> order = new TreeSet<>(DISPENSABLE_FIRST);

	/** How many networks there are of each length. */
	private final AtomicIntegerArray lengths = new AtomicIntegerArray(129);

	/** Grows with each ban that is put or taken out, not with one that ends. */
	private volatile long version;

	BanList(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Changes with the bans, except when one ends by itself.
	 */
	long version() {
		return this.version;
	}

	int size(Instant now) {
		return (int) this.bans.values().stream().filter((ban) -> ban.isActive(now)).count();
	}

	@Nullable Ban find(BanSubject subject) {
		return this.bans.get(subject);
	}

	/**
	 * The active ban of an address that ends last.
	 */
	@Nullable Ban find(IpNetwork address, Instant now) {
		Ban last = null;
		int shortest = address.isIpv4() ? 96 : 0;
		for (int bits = address.bits(); bits >= shortest; bits--) {
			if (this.lengths.get(bits) > 0) {
				last = later(last, this.bans.get(new BanSubject.Network(address.widen(bits))), now);
			}
		}
		return last;
	}

	/**
	 * The active ban of a worker that ends last.
	 * @param login whether it wants to log in; who has, is not hit by failed logins under
	 * its name
	 */
	@Nullable Ban find(Worker worker, @Nullable IpNetwork source, boolean login, Instant now) {
		if (this.bans.isEmpty()) {
			return null;
		}
		Ban last = BanSubject.isName(worker.name()) ? find(worker.name(), source, login, now) : null;
		return BanSubject.isName(worker.account())
				? later(last, this.bans.get(new BanSubject.Account(worker.account())), now) : last;
	}

	private @Nullable Ban find(String name, @Nullable IpNetwork source, boolean login, Instant now) {
		Ban last = (source != null) ? later(null, this.bans.get(new BanSubject.WorkerAt(source, name)), now) : null;
		if (last != null && last.reason() == BanReason.FAILED_LOGINS && !login) {
			last = null;
		}
		return later(last, this.bans.get(new BanSubject.Worker(name)), now);
	}

	private static @Nullable Ban later(@Nullable Ban one, @Nullable Ban other, Instant now) {
		if (other == null || !other.isActive(now)) {
			return one;
		}
		return (one == null || other.until().isAfter(one.until())) ? other : one;
	}

	/**
	 * The newest bans first.
	 */
	List<Ban> page(int offset, int limit, Instant now) {
		return this.bans.values()
			.stream()
			.filter((ban) -> ban.isActive(now))
			.sorted(Comparator.comparing(Ban::since).reversed().thenComparing((ban) -> ban.subject().text()))
			.skip(offset)
			.limit(limit)
			.toList();
	}

	/**
	 * Puts a ban in the place of one of the same subject.
	 * @return what had to go for it, or the ban itself if all others are worth more
	 */
	synchronized List<Ban> put(Ban ban) {
		take(ban.subject());
		add(ban);
		List<Ban> dropped = new ArrayList<>(0);
		while (this.bans.size() > this.capacity) {
			Ban first = this.order.first();
			take(first.subject());
			dropped.add(first);
		}
		this.version++;
		return dropped;
	}

	/**
	 * Takes a ban out.
	 * @return whether there was one
	 */
	synchronized boolean remove(BanSubject subject) {
		boolean removed = take(subject);
		this.version++;
		return removed;
	}

	/**
	 * Takes out what has ended.
	 */
	synchronized void purge(Instant now) {
		List<Ban> ended = this.bans.values().stream().filter((ban) -> !ban.isActive(now)).toList();
		ended.forEach((ban) -> take(ban.subject()));
	}

	/**
	 * Takes over the bans of the store, as many as there is room for, in the place of all
	 * others but some.
	 * @param loaded the bans of the store
	 * @param changes what the store does not know yet: bans, or nothing for what was
	 * removed
	 * @return what there was no room for
	 */
	synchronized List<Ban> replace(Collection<Ban> loaded, Map<BanSubject, Optional<Ban>> changes, Instant now) {
		Map<BanSubject, Ban> next = new HashMap<>();
		loaded.stream().filter((ban) -> ban.isActive(now)).forEach((ban) -> next.put(ban.subject(), ban));
		changes.forEach((subject, ban) -> {
			if (ban.isPresent() && ban.get().isActive(now)) {
				next.put(subject, ban.get());
			}
			else {
				next.remove(subject);
			}
		});
		List<BanSubject> gone = this.bans.keySet().stream().filter((subject) -> !next.containsKey(subject)).toList();
		gone.forEach(this::remove);
		List<Ban> changed = next.values().stream().filter((ban) -> !ban.equals(this.bans.get(ban.subject()))).toList();
		List<Ban> dropped = new ArrayList<>(0);
		for (Ban ban : changed) {
			dropped.addAll(put(ban));
		}
		return dropped;
	}

	private void add(Ban ban) {
		this.bans.put(ban.subject(), ban);
		this.order.add(ban);
		count(ban.subject(), 1);
	}

	private boolean take(BanSubject subject) {
		Ban ban = this.bans.remove(subject);
		if (ban == null) {
			return false;
		}
		this.order.remove(ban);
		count(subject, -1);
		return true;
	}

	private void count(BanSubject subject, int change) {
		if (subject instanceof BanSubject.Network banned) {
			this.lengths.addAndGet(banned.network().bits(), change);
		}
	}

}
