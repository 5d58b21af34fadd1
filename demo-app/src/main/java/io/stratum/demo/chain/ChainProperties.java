package io.stratum.demo.chain;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The embedded chain.
 */
@ConfigurationProperties("demo.chain")
public class ChainProperties {

	/**
	 * Time between blocks that the difficulty is adjusted for.
	 */
	private Duration blockInterval = Duration.ofSeconds(10);

	/**
	 * Difficulty of the first block. A low one makes blocks come quickly after the start.
	 */
	private double initialDifficulty = 0.0001;

	/**
	 * Difficulty below which no block ever falls; keep it above the lowest share
	 * difficulty.
	 */
	private double minimumDifficulty = 0.00002;

	public Duration getBlockInterval() {
		return this.blockInterval;
	}

	public void setBlockInterval(Duration blockInterval) {
		this.blockInterval = blockInterval;
	}

	public double getInitialDifficulty() {
		return this.initialDifficulty;
	}

	public void setInitialDifficulty(double initialDifficulty) {
		this.initialDifficulty = initialDifficulty;
	}

	public double getMinimumDifficulty() {
		return this.minimumDifficulty;
	}

	public void setMinimumDifficulty(double minimumDifficulty) {
		this.minimumDifficulty = minimumDifficulty;
	}

}
