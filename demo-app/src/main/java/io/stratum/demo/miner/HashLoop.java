package io.stratum.demo.miner;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.stratum.client.MinerJob;
import io.stratum.client.MinerSession;

/**
 * Mines the newest job of a session until the session is over or the thread is
 * interrupted, in short bursts with pauses that keep the hash rate.
 */
final class HashLoop {

	private static final Log logger = LogFactory.getLog(HashLoop.class);

	private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private static final long BURSTS_PER_SECOND = 20;

	private final String worker;

	private final int burst;

	private final long burstNanos;

	private final MinerSession session;

	private final JobBoard board;

	private @Nullable NonceSearch search;

	HashLoop(String worker, int hashRate, MinerSession session, JobBoard board) {
		this.worker = worker;
		this.burst = (int) Math.max(1, hashRate / BURSTS_PER_SECOND);
		this.burstNanos = (hashRate >= BURSTS_PER_SECOND) ? BURST_NANOS : TimeUnit.SECONDS.toNanos(1) / hashRate;
		this.session = session;
		this.board = board;
	}

	void run() {
		long next = System.nanoTime();
		while (!this.board.isOver() && !Thread.currentThread().isInterrupted()) {
			MinerJob job = this.board.job();
			if (job == null) {
				LockSupport.parkNanos(BURST_NANOS);
				next = System.nanoTime();
				continue;
			}
			mine(job);
			next += this.burstNanos;
			long pause = next - System.nanoTime();
			if (pause > 0) {
				LockSupport.parkNanos(pause);
			}
			else {
				// what a busy machine could not do is not made up for
				next = System.nanoTime();
			}
		}
	}

	private void mine(MinerJob job) {
		NonceSearch search = this.search;
		if (search == null || search.job() != job) {
			search = new NonceSearch(job);
			this.search = search;
		}
		if (search.search(this.burst)) {
			this.session.submit(search.share(this.worker)).subscribe((accepted) -> {
			}, (ex) -> logger.debug("Share of " + this.worker + " refused: " + ex.getMessage()));
		}
	}

}
