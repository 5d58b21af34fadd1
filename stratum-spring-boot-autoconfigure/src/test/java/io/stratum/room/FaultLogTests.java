package io.stratum.room;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.stratum.engine.TestClock;
import io.stratum.server.LogLines;

import static org.assertj.core.api.Assertions.assertThat;

class FaultLogTests {

	private final TestClock clock = new TestClock();

	private final FaultLog log = new FaultLog(FaultLogTests.class, "Bean", this.clock, this.clock::nanoTime);

	@Test
	void logsTheFirstFailureThenOneAMinuteAndTheEnd() {
		try (LogLines logged = new LogLines(FaultLogTests.class)) {
			for (int i = 0; i < 120; i++) {
				this.log.failed(new IllegalStateException("no"));
				this.clock.pass(Duration.ofSeconds(1));
			}
			this.log.succeeded();
			assertThat(logged.lines).hasSize(3).last().asString().contains("works again after 120 failures");
		}
	}

	@Test
	void logsABeanThatFailsNowAndThenOnceAMinute() {
		try (LogLines logged = new LogLines(FaultLogTests.class)) {
			for (int i = 0; i < 120; i++) {
				this.log.failed(new IllegalStateException("no"));
				this.log.succeeded();
				this.clock.pass(Duration.ofSeconds(1));
			}
			assertThat(logged.lines).hasSize(4);
		}
		assertThat(this.log.fault()).isNull();
	}

}
