package io.stratum.engine.share;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Hash256;
import io.stratum.engine.TestClock;
import io.stratum.mining.Share;
import io.stratum.mining.Worker;
import io.stratum.server.LogLines;

import static org.assertj.core.api.Assertions.assertThat;

class PoisonReportsTests {

	private final TestClock clock = new TestClock();

	private final PoisonReports reports = new PoisonReports(this.clock::nanoTime);

	@Test
	void namesEachShareOnceAndNoMoreThanTwentyInAMinute() {
		try (LogLines logged = new LogLines(PoisonReports.class)) {
			for (int i = 0; i < 50; i++) {
				this.reports.report(share(i), new IllegalArgumentException("value too long"));
			}
			assertThat(logged.lines).hasSize(21);
			assertThat(logged.lines).first().asString().contains(share(0).id(), "value too long");
			logged.lines.clear();
			this.clock.pass(Duration.ofMinutes(1));
			this.reports.report(share(50), new IllegalArgumentException("value too long"));
			assertThat(logged.lines).singleElement().asString().contains(share(50).id());
		}
		assertThat(this.reports.count()).isEqualTo(51);
	}

	private static Share share(int number) {
		return new Share("x", number, Worker.of("a.b"), 1, 1, 1, Hash256.ZERO, Instant.EPOCH, false, "tcp");
	}

}
