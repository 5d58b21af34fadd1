package io.stratum.demo.web;

import java.time.Instant;
import java.util.List;

import io.stratum.demo.pool.FoundBlock;

/**
 * What the status page shows.
 *
 * @param height the height of the chain
 * @param tip the hash of its last block
 * @param difficulty the difficulty that a block must have now
 * @param hashRate hashes per second by the accepted shares of the last minute
 * @param shares how many shares were accepted
 * @param found how many blocks were found
 * @param blocks the latest blocks, newest first
 * @param sessionCount how many sessions are open
 * @param sessions some of the sessions
 */
record PoolStatus(int height, String tip, double difficulty, double hashRate, long shares, long found,
		List<FoundBlock> blocks, int sessionCount, List<SessionStatus> sessions) {

	/**
	 * A session.
	 *
	 * @param id its id
	 * @param listener the listener it came by
	 * @param dialect what it speaks
	 * @param userAgent what the client calls itself; untrusted text
	 * @param workers the names of its workers; untrusted texts
	 * @param difficulty the difficulty of its newest job
	 * @param connectedAt when it connected
	 */
	record SessionStatus(String id, String listener, String dialect, String userAgent, List<String> workers,
			double difficulty, Instant connectedAt) {
	}

}
