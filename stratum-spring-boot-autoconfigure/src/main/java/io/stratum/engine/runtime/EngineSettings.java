package io.stratum.engine.runtime;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.job.JobSettings;

/**
 * The settings of a mining engine.
 *
 * @param nodeId 0 to 255, the first byte of each extranonce prefix and share id
 * @param extranonce2Size the length of the extranonce2 in bytes, 2 to 8
 * @param versionMask the version bits that miners may roll (BIP320)
 * @param pollInterval how far apart fetches of templates are
 * @param jobInterval how far apart jobs are when nothing changes
 * @param jobLifetime how long shares for a superseded job of the same tip count
 * @param maxWorkAge the age of the last template from which on no work is given out
 * @param calls how policies that may block are called
 * @param coinbase what coinbases look like
 * @param acknowledgement when an accepted share is answered
 * @param resume how long and for how many channels a miner may come back
 * @param blockDirectory where found blocks are written to, or null for nowhere
 */
public record EngineSettings(int nodeId, int extranonce2Size, int versionMask, Duration pollInterval,
		Duration jobInterval, Duration jobLifetime, Duration maxWorkAge, Calls calls, CoinbaseSettings coinbase,
		Acknowledgement acknowledgement, Resume resume, @Nullable Path blockDirectory) {

	public EngineSettings {
		require("nodeId", nodeId, 0, 255);
		require("extranonce2Size", extranonce2Size, 2, 8);
	}

	/** The part that job building needs. */
	public JobSettings jobs() {
		return new JobSettings(this.extranonce2Size, this.versionMask, this.coinbase.tag(), this.coinbase.maxSize());
	}

	/** How long a policy or a recorder may take for one call. */
	public Duration policyTimeout() {
		return this.calls.timeout();
	}

	private static void require(String name, int value, int minimum, int maximum) {
		if (value < minimum || value > maximum) {
			throw new IllegalArgumentException(
					"'" + name + "': " + value + " (expected: " + minimum + " to " + maximum + ")");
		}
	}

	/**
	 * How policies that may block are called.
	 *
	 * @param timeout how long one call may take
	 * @param threads how many logins are decided at a time, and how many custom jobs
	 * @param loginWait how long a login may wait for its turn
	 */
	public record Calls(Duration timeout, int threads, Duration loginWait) {

		public Calls {
			require("threads", threads, 1, Integer.MAX_VALUE);
		}

	}

	/**
	 * What coinbases look like.
	 *
	 * @param tag a text in the scriptSig of each coinbase, possibly empty
	 * @param maxSize the largest serialized coinbase in bytes
	 */
	public record CoinbaseSettings(String tag, int maxSize) {
	}

	/**
	 * When an accepted share is answered. Without a recorder it is answered at once.
	 *
	 * @param recorded whether the answer waits for the recorder
	 * @param delay how long shares are collected before they are recorded
	 * @param timeout after which time a share that is not recorded is answered as
	 * unconfirmed; it will still be recorded
	 * @param maxPending how many shares may wait for the recorder
	 * @param batchSize how many shares are recorded together at most
	 */
	public record Acknowledgement(boolean recorded, Duration delay, Duration timeout, int maxPending, int batchSize) {

		public Acknowledgement {
			require("maxPending", maxPending, 1, Integer.MAX_VALUE);
			require("batchSize", batchSize, 1, Integer.MAX_VALUE);
		}

	}

	/**
	 * How long and for how many channels a miner may come back.
	 *
	 * @param time how long a channel is kept after its connection ended
	 * @param maxChannels how many such channels are kept; the oldest goes first
	 */
	public record Resume(Duration time, int maxChannels) {
	}

}
