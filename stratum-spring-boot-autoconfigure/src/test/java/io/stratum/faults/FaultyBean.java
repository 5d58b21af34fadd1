package io.stratum.faults;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import static io.stratum.faults.Trouble.ANSWERS_LATE;
import static io.stratum.faults.Trouble.ERRS;
import static io.stratum.faults.Trouble.GIVES_NULL;
import static io.stratum.faults.Trouble.HANGS;
import static io.stratum.faults.Trouble.THROWS;

/**
 * The beans of an application that may be faulty, and the table: what each kind can
 * suffer, and which services of the pool may fail with it. Nothing else may.
 */
enum FaultyBean {

	AUTHENTICATOR("WorkerAuthenticator", true, Service.LOGIN),

	CUSTOM_JOBS("CustomJobPolicy", true),

	/** It has no result. */
	RECORDER("ShareRecorder", true, Service.SHARE) {
		@Override
		Set<Trouble> troubles() {
			return EnumSet.complementOf(EnumSet.of(GIVES_NULL));
		}
	},

	BAN_STORE("BanStore", true),

	TEMPLATES("BlockTemplateSource", true, Service.TIP),

	/** One of two: the block reaches the node of the other. */
	SUBMITTER("BlockSubmitter", true),

	/** Tips come with the fallback outputs, once the limit of the call is over. */
	PAYOUT("PayoutPolicy", true, Service.TIP, Service.LOGIN),

	HANDLER("", true, Service.HANDLER),

	DIFFICULTY("", false),

	BANS("", false),

	PROOF_OF_WORK("", false, Service.SHARE, Service.BLOCK),

	/** It has no results. */
	LISTENER("", false) {
		@Override
		Set<Trouble> troubles() {
			return EnumSet.of(THROWS, ERRS);
		}
	};

	/** Longer than the time limits of the pool. */
	private static final Duration LATE = Duration.ofMillis(1500);

	private final String named;

	private final boolean maySuffer;

	private final Set<Service> mayFail;

	/** What is wrong now, or null. */
	private volatile @Nullable Trouble trouble;

	/** Lets go who hangs. */
	private volatile CountDownLatch release = new CountDownLatch(1);

	/** Counts the calls that came while it was faulty. */
	private volatile int calls;

	FaultyBean(String named, boolean blocking, Service... mayFail) {
		this.named = named;
		this.maySuffer = blocking;
		this.mayFail = (mayFail.length == 0) ? Set.of() : EnumSet.of(mayFail[0], mayFail);
	}

	/** What health calls it, or empty if it has nothing to say of it. */
	String named() {
		return this.named;
	}

	/** What it can suffer: who must not block does not hang. */
	Set<Trouble> troubles() {
		return this.maySuffer ? EnumSet.allOf(Trouble.class) : EnumSet.of(THROWS, ERRS, GIVES_NULL);
	}

	/** The services that may fail with it. */
	Set<Service> mayFail() {
		return this.mayFail;
	}

	void breakDown(Trouble kind) {
		this.calls = 0;
		this.release = new CountDownLatch(1);
		this.trouble = kind;
	}

	void recover() {
		this.trouble = null;
		this.release.countDown();
	}

	boolean wasCalled() {
		return this.calls > 0;
	}

	/**
	 * Does what a bean does, or what is wrong with it.
	 * @param healthy what it does
	 * @return its result
	 */
	<T extends @Nullable Object> T act(Callable<T> healthy) {
		Trouble kind = this.trouble;
		if (kind == null) {
			return call(healthy);
		}
		this.calls++;
		return switch (kind) {
			case HANGS -> {
				await(this.release, Duration.ofMinutes(10));
				yield call(healthy);
			}
			case THROWS -> throw new IllegalStateException("broken on purpose");
			case ERRS -> throw new LinkageError("broken on purpose");
			case GIVES_NULL -> nothing();
			case ANSWERS_LATE -> {
				await(this.release, LATE);
				yield call(healthy);
			}
		};
	}

	@SuppressWarnings({ "NullAway", "DataFlowIssue" })
	private static <T> T nothing() {
		return null;
	}

	private static <T extends @Nullable Object> T call(Callable<T> healthy) {
		try {
			return healthy.call();
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Waits as one who does not heed interrupts. */
	private static void await(CountDownLatch latch, Duration time) {
		long end = System.nanoTime() + time.toNanos();
		boolean interrupted = false;
		for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
			try {
				if (latch.await(left, TimeUnit.NANOSECONDS)) {
					break;
				}
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
