package io.stratum.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;

/**
 * Clocks that stand still until they are moved on.
 */
public final class TestClock implements InstantSource {

	private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

	private static final long START_NANOS = Long.MAX_VALUE - 1_000_000_000L;

	static {
		Awaitility.setDefaultPollDelay(Duration.ofMillis(1));
		Awaitility.setDefaultPollInterval(Duration.ofMillis(5));
	}

	private final AtomicLong elapsed = new AtomicLong();

	private final AtomicLong setBack = new AtomicLong();

	@Override
	public Instant instant() {
		return START.plusNanos(this.elapsed.get() - this.setBack.get());
	}

	public long nanoTime() {
		return START_NANOS + this.elapsed.get();
	}

	/** Changes the time of day alone. */
	public void setBack(Duration time) {
		this.setBack.addAndGet(time.toNanos());
	}

	public void pass(Duration time) {
		this.elapsed.addAndGet(time.toNanos());
	}

}
