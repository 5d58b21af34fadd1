package io.stratum.demo.miner;

import java.time.Duration;

import io.stratum.client.StratumClient;

/**
 * The way of one dialect from a connection to tasks.
 */
interface PoolLink {

	/** How long each step of a login may take. */
	Duration TIMEOUT = Duration.ofSeconds(30);

	/** How many tasks there are at a time. */
	default int slots() {
		return 1;
	}

	/**
	 * Connects and logs in; tasks come to the board from then on.
	 * @return disconnects
	 * @throws RuntimeException if there is no work to be had
	 */
	Runnable open(StratumClient client, JobBoard board);

}
