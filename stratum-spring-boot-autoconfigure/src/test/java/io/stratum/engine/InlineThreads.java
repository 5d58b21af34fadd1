package io.stratum.engine;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;

/**
 * Has logins and custom jobs decided by the thread that brings them, so that the outcome
 * is there at once; or, if the test wants to defer decisions, by threads that the test
 * waits for.
 */
public final class InlineThreads implements ThreadFactory {

	private static final Set<String> INLINE = Set.of("stratum-login", "stratum-custom-job");

	/** Whether decisions are deferred from now on. */
	public volatile boolean deferring;

	private final Map<CompletableFuture<?>, Thread> deferred = new ConcurrentHashMap<>();

	@Override
	public Thread newThread(Runnable task) {
		return new InlineThread(task);
	}

	/** Waits for a decision; the test goes on meanwhile. */
	public <T> T await(CompletableFuture<T> decision) throws Exception {
		InlineThread thread = (InlineThread) Thread.currentThread();
		this.deferred.put(decision, thread);
		thread.arrived.countDown();
		return decision.get();
	}

	/** Decides, and waits until the engine knows. */
	public <T> void complete(CompletableFuture<T> decision, T outcome) {
		decision.complete(outcome);
		Thread thread = this.deferred.remove(decision);
		if (thread != null) {
			join(thread);
		}
	}

	private static void join(Thread thread) {
		try {
			thread.join(10_000);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private final class InlineThread extends Thread {

		private final CountDownLatch arrived = new CountDownLatch(1);

		InlineThread(Runnable task) {
			super(task);
		}

		@Override
		public void start() {
			if (!INLINE.contains(getName())) {
				super.start();
			}
			else if (!InlineThreads.this.deferring) {
				run();
			}
			else {
				super.start();
				try {
					this.arrived.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}
		}

		@Override
		public void run() {
			try {
				super.run();
			}
			finally {
				this.arrived.countDown();
			}
		}

	}

}
