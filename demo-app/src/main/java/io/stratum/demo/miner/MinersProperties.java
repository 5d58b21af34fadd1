package io.stratum.demo.miner;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The built-in miners.
 */
@ConfigurationProperties("demo.miners")
public class MinersProperties {

	/**
	 * Whether the built-in miners run.
	 */
	private boolean enabled = true;

	/**
	 * Hashes per second that each miner tries at most, so that the machine stays usable.
	 */
	private int hashRate = 150_000;

	/**
	 * What the workers' names begin with; the listener follows after a dot.
	 */
	private String worker = "demo";

	/**
	 * Longest pause between two attempts to connect.
	 */
	private Duration maxBackoff = Duration.ofSeconds(30);

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public int getHashRate() {
		return this.hashRate;
	}

	public void setHashRate(int hashRate) {
		this.hashRate = hashRate;
	}

	public String getWorker() {
		return this.worker;
	}

	public void setWorker(String worker) {
		this.worker = worker;
	}

	public Duration getMaxBackoff() {
		return this.maxBackoff;
	}

	public void setMaxBackoff(Duration maxBackoff) {
		this.maxBackoff = maxBackoff;
	}

}
