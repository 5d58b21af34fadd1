package io.stratum.engine.share;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class BlockLogTests {

	private final AtomicLong nanos = new AtomicLong(7);

	private final BlockLog log = new BlockLog(System.getLogger(BlockLogTests.class.getName()), this.nanos::get);

	@Test
	void logsSomeLinesInASecondAndSaysHowManyMoreThereWere(CapturedOutput output) {
		for (int i = 0; i < 100; i++) {
			this.log.log(Level.INFO, "line " + i);
		}
		assertThat(output).contains("line 0", "line 19").doesNotContain("line 20", "left out");
		this.nanos.addAndGet(1_000_000_000L);
		this.log.log(Level.INFO, "another");
		assertThat(output).contains("another (80 lines about blocks left out before)");
	}

}
