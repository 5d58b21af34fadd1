package io.stratum.demo.miner;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
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
	private int hashRate = 100_000;

	/**
	 * What the workers' names begin with; the listener follows after a dot.
	 */
	private String worker = "demo";

	/**
	 * Longest pause between two attempts to connect.
	 */
	private Duration maxBackoff = Duration.ofSeconds(30);

	private final Sv2 sv2 = new Sv2();

	private final Agent agent = new Agent();

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

	public Sv2 getSv2() {
		return this.sv2;
	}

	public Agent getAgent() {
		return this.agent;
	}

	/**
	 * The miner of Stratum V2.
	 */
	public static class Sv2 {

		/**
		 * Whether it runs.
		 */
		private boolean enabled = true;

		/**
		 * The listener it connects to.
		 */
		private String listener = "tcp";

		/**
		 * The public key of the authority that vouches for the server. Without it, that
		 * of stratum.sv2.authority-secret-key.
		 */
		private @Nullable String authorityKey;

		/**
		 * Whether it opens an extended channel, not a standard one.
		 */
		private boolean extendedChannel;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public String getListener() {
			return this.listener;
		}

		public void setListener(String listener) {
			this.listener = listener;
		}

		public @Nullable String getAuthorityKey() {
			return this.authorityKey;
		}

		public void setAuthorityKey(@Nullable String authorityKey) {
			this.authorityKey = authorityKey;
		}

		public boolean isExtendedChannel() {
			return this.extendedChannel;
		}

		public void setExtendedChannel(boolean extendedChannel) {
			this.extendedChannel = extendedChannel;
		}

	}

	/**
	 * The agent, whose workers share the hash rate of one miner.
	 */
	public static class Agent {

		/**
		 * Whether it runs.
		 */
		private boolean enabled = true;

		/**
		 * The listener it connects to.
		 */
		private String listener = "tcp";

		/**
		 * How many workers it has.
		 */
		private int workers = 50;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public String getListener() {
			return this.listener;
		}

		public void setListener(String listener) {
			this.listener = listener;
		}

		public int getWorkers() {
			return this.workers;
		}

		public void setWorkers(int workers) {
			this.workers = workers;
		}

	}

}
