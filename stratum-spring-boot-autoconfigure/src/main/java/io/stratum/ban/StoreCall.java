package io.stratum.ban;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * A call of the store, which ends once: with a result, a failure, or a timeout.
 */
abstract class StoreCall implements Runnable {

	private final BiConsumer<StoreCall, @Nullable Exception> whenEnded;

	private final AtomicBoolean ended = new AtomicBoolean();

	private @Nullable Future<?> timeout;

	StoreCall(BiConsumer<StoreCall, @Nullable Exception> whenEnded) {
		this.whenEnded = whenEnded;
	}

	/** Bounds the time of the call, before it begins. */
	void limit(ScheduledExecutorService timer, Duration time) {
		this.timeout = timer.schedule(() -> ended(new TimeoutException("no answer within " + time)), time.toNanos(),
				TimeUnit.NANOSECONDS);
	}

	@Override
	public void run() {
		if (this.ended.get()) {
			return;
		}
		try {
			call();
			ended(null);
		}
		catch (Exception ex) {
			ended(ex);
		}
	}

	void ended(@Nullable Exception failure) {
		if (this.ended.compareAndSet(false, true)) {
			Future<?> pending = this.timeout;
			if (pending != null) {
				pending.cancel(false);
			}
			this.whenEnded.accept(this, failure);
		}
	}

	/** Calls the store. */
	abstract void call() throws Exception;

	/** What follows if that went well. */
	abstract void apply();

}
