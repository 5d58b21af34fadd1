package io.stratum.mining.ban;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each {@link BanStore} must do.
 */
public abstract class BanStoreContract {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private static final BanSubject ADDRESS = new BanSubject.Network(IpNetwork.parse("2001:db8::/64"));

	private static final BanSubject WORKER = new BanSubject.WorkerAt(IpNetwork.parse("192.0.2.1"), "alice \" ' \u00e9");

	protected abstract BanStore store();

	@Test
	void givesBackWhatItWasGiven() throws Exception {
		Ban one = ban(ADDRESS, 1, "junk");
		Ban other = ban(WORKER, 2, "");
		store().save(one);
		store().save(other);
		store().save(one);
		assertThat(store().load(NOW)).containsExactlyInAnyOrder(one, other);
	}

	@Test
	void replacesABan() throws Exception {
		store().save(ban(ADDRESS, 60, "long"));
		Ban shorter = ban(ADDRESS, 1, "short");
		store().save(shorter);
		assertThat(store().load(NOW)).containsExactly(shorter);
	}

	@Test
	void forgetsABan() throws Exception {
		Ban kept = ban(WORKER, 1, "");
		store().save(ban(ADDRESS, 1, ""));
		store().save(kept);
		store().remove(ADDRESS);
		store().remove(ADDRESS);
		assertThat(store().load(NOW)).containsExactly(kept);
	}

	@Test
	void givesNoBanThatHasEnded() throws Exception {
		store().save(ban(ADDRESS, 1, ""));
		Ban later = ban(WORKER, 2, "");
		store().save(later);
		assertThat(store().load(NOW.plus(Duration.ofMinutes(1)))).containsExactly(later);
		assertThat(store().load(NOW.plus(Duration.ofMinutes(2)))).isEmpty();
	}

	private static Ban ban(BanSubject subject, int minutes, String comment) {
		return new Ban(subject, BanReason.INVALID_SHARES, NOW, NOW.plus(Duration.ofMinutes(minutes)), comment);
	}

}
