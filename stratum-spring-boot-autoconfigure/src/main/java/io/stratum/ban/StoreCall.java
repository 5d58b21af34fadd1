package io.stratum.ban;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A call of the store, which ends when the store has returned, however late that is.
 */
abstract class StoreCall implements Runnable {

	private final BiConsumer<StoreCall, @Nullable Throwable> whenEnded;

	private @Nullable Future<?> timeout;

	StoreCall(BiConsumer<StoreCall, @Nullable Throwable> whenEnded) {
		this.whenEnded = whenEnded;
	}

	/** Has it told when the call takes longer, before it begins. */
	void limit(ScheduledExecutorService timer, Duration time, Consumer<StoreCall> whenOverdue) {
		this.timeout = timer.schedule(() -> whenOverdue.accept(this), time.toNanos(), TimeUnit.NANOSECONDS);
	}

	@Override
	public void run() {
		Throwable failure = null;
		try {
			call();
		}
		catch (Throwable ex) {
			failure = ex;
		}
		ended(failure);
	}

	void ended(@Nullable Throwable failure) {
		Future<?> pending = this.timeout;
		if (pending != null) {
			pending.cancel(false);
		}
		this.whenEnded.accept(this, failure);
	}

	/** Calls the store. */
	abstract void call() throws Exception;

	/** What follows if that went well. */
	abstract void apply();

}
