package io.stratum.mining.ban;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps bans until the application ends; it shares them with nobody. Holds no more than
 * the server does, which saves no ban without removing one when it has too many. Safe for
 * use by several threads.
 */
public final class InMemoryBanStore implements BanStore {

	private final Map<BanSubject, Ban> bans = new ConcurrentHashMap<>();

	@Override
	public void save(Ban ban) {
		this.bans.put(ban.subject(), ban);
	}

	@Override
	public void remove(BanSubject subject) {
		this.bans.remove(subject);
	}

	@Override
	public Collection<Ban> load(Instant now) {
		this.bans.values().removeIf((ban) -> !ban.isActive(now));
		return List.copyOf(this.bans.values());
	}

}
