package io.stratum.engine;

import java.time.Duration;

import io.stratum.engine.runtime.EngineSettings;
import io.stratum.engine.runtime.EngineSettings.Acknowledgement;
import io.stratum.engine.runtime.EngineSettings.Calls;
import io.stratum.engine.runtime.EngineSettings.CoinbaseSettings;
import io.stratum.engine.runtime.EngineSettings.Resume;

/**
 * Settings that tests vary.
 */
public final class TestSettings {

	private TestSettings() {
	}

	public static EngineSettings defaults() {
		return new EngineSettings(0, 8, 0x1fffe000, Duration.ofSeconds(3), Duration.ofSeconds(30),
				Duration.ofMinutes(2), Duration.ofMinutes(10),
				new Calls(Duration.ofSeconds(10), 16, Duration.ofSeconds(30)), new CoinbaseSettings("", 750),
				new Acknowledgement(true, Duration.ofMillis(20), Duration.ofSeconds(5), 100_000, 1000),
				new Resume(Duration.ofMinutes(10), 10_000), null);
	}

}
