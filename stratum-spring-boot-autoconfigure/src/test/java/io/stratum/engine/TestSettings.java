package io.stratum.engine;

import java.time.Duration;

import io.stratum.engine.EngineSettings.Acknowledgement;
import io.stratum.engine.EngineSettings.CoinbaseSettings;
import io.stratum.engine.EngineSettings.Resume;

/**
 * Settings that tests vary.
 */
final class TestSettings {

	private TestSettings() {
	}

	static EngineSettings defaults() {
		return new EngineSettings(0, 8, 0x1fffe000, Duration.ofSeconds(30), Duration.ofMinutes(2),
				Duration.ofMinutes(10), Duration.ofSeconds(10), new CoinbaseSettings("", 750),
				new Acknowledgement(true, Duration.ofMillis(20), Duration.ofSeconds(5), 100_000, 1000),
				new Resume(Duration.ofMinutes(10), 10_000), null);
	}

}
