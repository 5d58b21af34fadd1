package io.stratum.demo.web;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

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
 * @param addresses where miners connect to
 */
record PoolStatus(int height, String tip, double difficulty, double hashRate, long shares, long found,
		List<FoundBlock> blocks, int sessionCount, List<SessionStatus> sessions, List<Address> addresses) {

	/**
	 * A session.
	 *
	 * @param id its id
	 * @param listener the listener it came by
	 * @param dialect what it speaks
	 * @param userAgent what the client calls itself; untrusted text
	 * @param workers the names of some of its workers; untrusted texts
	 * @param workerCount how many workers there are
	 * @param difficulty the difficulty of its newest job
	 * @param connectedAt when it connected
	 */
	record SessionStatus(String id, String listener, String dialect, String userAgent, List<String> workers,
			int workerCount, double difficulty, Instant connectedAt) {
	}

	/**
	 * An address of the pool, without the host: a browser knows by which name it reached
	 * it.
	 *
	 * @param label what is spoken there
	 * @param scheme the scheme of the URL
	 * @param port the port; null for that of the page
	 * @param path the path of the URL
	 */
	record Address(String label, String scheme, @Nullable Integer port, String path) {
	}

}
