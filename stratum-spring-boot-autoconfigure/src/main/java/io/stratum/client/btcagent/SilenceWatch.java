package io.stratum.client.btcagent;

import java.time.Duration;

import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

import io.stratum.client.StratumConnectionException;
import io.stratum.client.transport.ByteConnection;

/**
 * Ends the connection when the pool is silent for too long, as agents do.
 */
final class SilenceWatch {

	/** How long before the authorization. */
	static final Duration OPENING = Duration.ofSeconds(15);

	/** How long afterwards; pools repeat the job every 30 seconds. */
	static final Duration AUTHORIZED = Duration.ofSeconds(60);

	private final ByteConnection bytes;

	private Duration limit = OPENING;

	private long lastHeard = System.nanoTime();

	private @Nullable Future<?> timer;

	SilenceWatch(ByteConnection bytes) {
		this.bytes = bytes;
	}

	void start() {
		check();
	}

	void heard() {
		this.lastHeard = System.nanoTime();
	}

	void authorized() {
		this.limit = AUTHORIZED;
	}

	void stop() {
		Future<?> running = this.timer;
		if (running != null) {
			running.cancel(false);
		}
	}

	private void check() {
		Duration left = this.limit.minusNanos(System.nanoTime() - this.lastHeard);
		if (left.isNegative() || left.isZero()) {
			this.bytes.fail(new StratumConnectionException("the pool is silent for " + this.limit, null));
		}
		else {
			this.timer = this.bytes.schedule(this::check, left);
		}
	}

}
