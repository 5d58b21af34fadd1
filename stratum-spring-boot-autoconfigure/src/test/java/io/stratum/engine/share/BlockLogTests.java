package io.stratum.engine.share;

import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BlockLogTests {

	private final AtomicLong nanos = new AtomicLong(7);

	private final Lines lines = new Lines();

	private final BlockLog log = new BlockLog(this.lines, this.nanos::get);

	@Test
	void logsSomeLinesInASecondAndSaysHowManyMoreThereWere() {
		for (int i = 0; i < 100; i++) {
			this.log.log(System.Logger.Level.INFO, "line " + i);
		}
		assertThat(this.lines.texts).hasSize(20).startsWith("INFO line 0").endsWith("INFO line 19");
		this.nanos.addAndGet(1_000_000_000L);
		this.log.log(System.Logger.Level.ERROR, "another");
		this.log.log(System.Logger.Level.ERROR, "one more");
		assertThat(this.lines.texts).endsWith("ERROR another (80 lines about blocks left out before)",
				"ERROR one more");
	}

	/**
	 * Remembers what was logged.
	 */
	private static final class Lines implements System.Logger {

		private final List<String> texts = new ArrayList<>();

		@Override
		public String getName() {
			return "lines";
		}

		@Override
		public boolean isLoggable(Level level) {
			return true;
		}

		@Override
		public void log(Level level, ResourceBundle bundle, String text, Throwable thrown) {
			this.texts.add(level + " " + text);
		}

		@Override
		public void log(Level level, ResourceBundle bundle, String format, Object... params) {
			this.texts.add(level + " " + format);
		}

	}

}
