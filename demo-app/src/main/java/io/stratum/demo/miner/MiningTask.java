package io.stratum.demo.miner;

import reactor.core.publisher.Mono;

import io.stratum.bitcoin.Target;

/**
 * A job of a worker in any dialect, as far as the search for shares needs it.
 */
interface MiningTask {

	/** The worker, for the log. */
	String worker();

	/** What shares have to meet. */
	Target target();

	/** How many bytes of the extranonce can be changed, maybe none. */
	int extranonceSize();

	/** The header for an extranonce, with the nonce 0. */
	byte[] header(byte[] extranonce);

	/** Submits a share on subscription. */
	Mono<?> submit(byte[] extranonce, byte[] header);

}
