package io.stratum.docs.pool;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;

import org.springframework.stereotype.Component;

import io.stratum.mining.ban.Ban;
import io.stratum.mining.ban.BanReason;
import io.stratum.mining.ban.BanStore;
import io.stratum.mining.ban.BanSubject;

// tag::code[]
@Component
class SharedBanStore implements BanStore {

	private final KeyValues values;

	SharedBanStore(KeyValues values) {
		this.values = values;
	}

	@Override
	public void save(Ban ban) {
		String value = ban.reason() + " " + ban.since() + " " + ban.until() + " " + ban.comment();
		this.values.set(ban.subject().text(), value, ban.until());
	}

	@Override
	public void remove(BanSubject subject) {
		this.values.delete(subject.text());
	}

	@Override
	public Collection<Ban> load(Instant now) {
		return this.values.all().entrySet().stream().map((entry) -> {
			String[] parts = entry.getValue().split(" ", 4);
			return new Ban(BanSubject.parse(entry.getKey()), BanReason.valueOf(parts[0]), Instant.parse(parts[1]),
					Instant.parse(parts[2]), parts[3]);
		}).filter((ban) -> ban.isActive(now)).toList();
	}

	/** Redis, a table, or whatever your servers share. */
	interface KeyValues {

		void set(String key, String value, Instant expiry);

		void delete(String key);

		Map<String, String> all();

	}

}
// end::code[]
