package io.stratum.demo.pool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Hash256;
import io.stratum.mining.Share;
import io.stratum.mining.Worker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ShareLedger}.
 */
class ShareLedgerTests {

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final ShareLedger ledger = new ShareLedger(() -> this.now);

	@Test
	void countsSharesAndTheirDifficulty() {
		this.ledger.record(List.of(share("a", 0.5), share("b", 0.25)));
		assertThat(this.ledger.totals().shares()).isEqualTo(2);
		assertThat(this.ledger.totals().difficulty()).isEqualTo(0.75);
	}

	@Test
	void countsShareThatIsRecordedAgainOnce() {
		this.ledger.record(List.of(share("a", 1), share("a", 1)));
		this.ledger.record(List.of(share("a", 1), share("b", 1)));
		assertThat(this.ledger.totals().shares()).isEqualTo(2);
		assertThat(this.ledger.totals().difficulty()).isEqualTo(2);
	}

	@Test
	void remembersALimitedNumberOfIds() {
		List<Share> shares = new ArrayList<>();
		for (int i = 0; i <= 100_000; i++) {
			shares.add(share("s" + i, 1));
		}
		this.ledger.record(shares);
		this.ledger.record(List.of(shares.get(100_000), shares.get(0)));
		assertThat(this.ledger.totals().shares()).isEqualTo(100_002);
	}

	@Test
	void hashRateIsThatOfTheLastMinute() {
		this.now = this.now.plusSeconds(30);
		this.ledger.record(List.of(share("a", 1)));
		assertThat(this.ledger.totals().hashRate()).isEqualTo(0x1p32 / 30);
		this.now = this.now.plusSeconds(60);
		assertThat(this.ledger.totals().hashRate()).isEqualTo(0x1p32 / 60);
		this.now = this.now.plusSeconds(1);
		assertThat(this.ledger.totals().hashRate()).isZero();
		assertThat(this.ledger.totals().shares()).isEqualTo(1);
	}

	private Share share(String id, double difficulty) {
		return new Share(id, 1, Worker.of("demo.tcp"), difficulty, 1, 1, Hash256.ZERO, this.now, false, "tcp");
	}

}
