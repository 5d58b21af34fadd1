package io.stratum.demo.miner;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.stratum.client.ReconnectRequest;
import io.stratum.client.StratumClient;

/**
 * A CPU miner with one thread of low priority and a bounded hash rate. It connects again
 * with growing pauses when the connection is lost, and follows {@code client.reconnect}
 * to another port, but never to another host.
 */
final class DemoMiner implements Runnable {

	private static final Log logger = LogFactory.getLog(DemoMiner.class);

	private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

	private final String worker;

	private final PoolLink link;

	private final int hashRate;

	private final Duration maxBackoff;

	private final Thread thread;

	private StratumClient client;

	private volatile URI uri;

	private volatile boolean stopped;

	private volatile @Nullable Runnable disconnection;

	DemoMiner(String worker, PoolLink link, StratumClient client, URI uri, MinersProperties properties) {
		if (properties.getHashRate() < 1) {
			throw new IllegalArgumentException(
					"demo.miners.hash-rate: " + properties.getHashRate() + " (expected: >= 1)");
		}
		this.worker = worker;
		this.link = link;
		this.client = client;
		this.uri = uri;
		this.hashRate = properties.getHashRate();
		this.maxBackoff = properties.getMaxBackoff();
		this.thread = new Thread(this, "miner-" + worker);
		this.thread.setDaemon(true);
		this.thread.setPriority(Thread.MIN_PRIORITY);
	}

	void start() {
		this.thread.start();
	}

	/** Disconnects and waits for the thread, but not for long. */
	void stop() {
		this.stopped = true;
		Runnable disconnection = this.disconnection;
		if (disconnection != null) {
			disconnection.run();
		}
		this.thread.interrupt();
		try {
			this.thread.join(STOP_TIMEOUT.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void run() {
		Duration backoff = FIRST_BACKOFF;
		while (!this.stopped) {
			try {
				JobBoard board = new JobBoard(this.thread, this.link.slots());
				mine(board);
				backoff = FIRST_BACKOFF;
				pause(followed(board.reconnectRequest()));
			}
			catch (RuntimeException ex) {
				if (!this.stopped) {
					logger.info("Miner " + this.worker + " connects again in " + backoff.toSeconds() + " s: "
							+ ex.getMessage());
					pause(backoff);
					backoff = (backoff.multipliedBy(2).compareTo(this.maxBackoff) < 0) ? backoff.multipliedBy(2)
							: this.maxBackoff;
				}
			}
		}
	}

	private void mine(JobBoard board) {
		Runnable disconnection = this.link.open(this.client, board);
		this.disconnection = disconnection;
		try {
			new HashLoop(this.hashRate, board).run();
		}
		finally {
			this.disconnection = null;
			disconnection.run();
		}
	}

	/** The pause before connecting again; the address is changed if the host stays. */
	private Duration followed(@Nullable ReconnectRequest request) {
		if (request == null) {
			return FIRST_BACKOFF;
		}
		URI uri = this.uri;
		boolean sameHost = request.host() == null || request.host().equalsIgnoreCase(uri.getHost());
		if (sameHost && request.port() != 0 && request.port() != uri.getPort()) {
			this.uri = withPort(uri, request.port());
			this.client = this.client.mutate().uri(this.uri).build();
		}
		return request.delay();
	}

	static URI withPort(URI uri, int port) {
		String path = (uri.getRawPath() != null) ? uri.getRawPath() : "";
		return URI.create(uri.getScheme() + "://" + uri.getHost() + ":" + port + path);
	}

	/** Some jitter keeps many miners from coming back at once. */
	private void pause(Duration pause) {
		long nanos = pause.toNanos();
		long until = System.nanoTime() + nanos + ThreadLocalRandom.current().nextLong(nanos / 4 + 1);
		long left = until - System.nanoTime();
		while (!this.stopped && left > 0) {
			LockSupport.parkNanos(left);
			left = until - System.nanoTime();
		}
	}

}
