package io.stratum.engine.share;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.engine.runtime.EngineSettings.Acknowledgement;
import io.stratum.mining.MiningListener;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Share;
import io.stratum.mining.ShareRecorder;
import io.stratum.mining.share.ShareResult;
import io.stratum.room.Fault;
import io.stratum.room.FaultLog;
import io.stratum.room.LimitedCalls;
import io.stratum.room.LogLimit;
import io.stratum.room.Room;

/**
 * Takes accepted shares to the recorder, in batches, one at a time and in order: a loop
 * on a thread of its own takes what came, records it, and tries again what was not
 * recorded, with the same shares, for as long as it takes. A share that waits too long is
 * answered as unconfirmed by the timer and still recorded; one for which there is no room
 * is answered as unconfirmed and not recorded, and neither is one that
 * {@link PoisonSearch is poison}. Appending is safe for use by several threads, takes no
 * lock and does not block.
 */
final class ShareJournal {

	private static final Logger logger = System.getLogger(ShareJournal.class.getName());

	private static final Duration SWEEP = Duration.ofMillis(50);

	private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

	private static final int MOST_DOUBLINGS = 6;

	private static final Duration SUSPECT_PAUSE = Duration.ofSeconds(5);

	private static final int POISON_PER_MINUTE = 20;

	private final ShareRecorder recorder;

	private final EngineRuntime runtime;

	private final Acknowledgement settings;

	private final MiningListener listener;

	private final FaultLog failures;

	private final LimitedCalls calls;

	/** Its one thread makes sure that a run waits for the call of an earlier one. */
	private final Room room;

	/** What came and was not taken by the loop yet. */
	private final Queue<JournalEntry> waiting = new ConcurrentLinkedQueue<>();

	/** How many these are; late by those that are being added. */
	private final AtomicInteger waitingCount = new AtomicInteger();

	/**
	 * What has no answer yet, the oldest first, and what has one since the last sweep.
	 */
	private final Queue<JournalEntry> unanswered = new ConcurrentLinkedQueue<>();

	/** How many shares came and are neither recorded nor set aside. */
	private final AtomicInteger pending = new AtomicInteger();

	private final LongAdder unconfirmed = new LongAdder();

	/** The run from a start to the next stop, or null when stopped. */
	private volatile @Nullable Run run;

	/**
	 * When the recorder was first given shares of which it recorded none since, by the
	 * monotonic time, or null if nothing waits for it.
	 */
	private volatile @Nullable Long failingNanos;

	/**
	 * What was taken from {@link #waiting} and is neither recorded nor set aside, in
	 * order; belongs to the thread of the room.
	 */
	private final List<JournalEntry> open = new ArrayList<>();

	private final LongAdder setAside = new LongAdder();

	private final LogLimit poisonLines;

	/**
	 * Creates a journal that is stopped.
	 * @param recorder where shares go
	 * @param settings when they are answered and how long a call may take
	 * @param runtime the clocks and threads
	 * @param listener hears of shares that are not confirmed or set aside
	 */
	ShareJournal(ShareRecorder recorder, EngineSettings settings, EngineRuntime runtime, MiningListener listener) {
		this.recorder = recorder;
		this.runtime = runtime;
		this.settings = settings.acknowledgement();
		this.listener = listener;
		this.failures = runtime.faultLog(ShareJournal.class, Fault.nameOf(ShareRecorder.class, recorder));
		this.calls = runtime.calls(this.failures, settings.policyTimeout(), 1);
		this.room = runtime.room("stratum-shares", 1);
		this.poisonLines = new LogLimit(POISON_PER_MINUTE, runtime.nanoClock());
	}

	void start() {
		Run started = new Run();
		this.run = started;
		this.room.open().execute(started);
		this.runtime.after(SWEEP, this::sweep);
	}

	/**
	 * Records what is waiting. What is not recorded within the limit is kept for the next
	 * start, and the log says how much it is.
	 * @param limit how long to wait for the recorder
	 */
	void stop(Duration limit) {
		Run stopping = this.run;
		if (stopping == null) {
			return;
		}
		this.run = null;
		stopping.end(limit);
		this.room.close();
		if (pending() > 0) {
			logger.log(Level.WARNING, pending() + " accepted shares were not recorded within " + limit
					+ " at the stop: recorded at the next start of this engine, lost if the process ends");
		}
	}

	/** Answers what has no answer; called when the timer thread is gone. */
	void stopped() {
		for (JournalEntry entry = this.unanswered.poll(); entry != null; entry = this.unanswered.poll()) {
			answerUnconfirmed(entry);
		}
	}

	/** How many shares are not recorded yet. */
	int pending() {
		return this.pending.get();
	}

	/** How many shares were answered as unconfirmed. */
	long unconfirmed() {
		return this.unconfirmed.sum();
	}

	/** How many shares were set aside. */
	long setAside() {
		return this.setAside.sum();
	}

	/** What is wrong with the recorder: broken when miners no longer wait for it. */
	@Nullable Fault fault() {
		Fault last = this.calls.fault();
		Long began = this.failingNanos;
		long nanos = (began != null) ? this.runtime.nanoTime() - began : 0;
		if (began != null && nanos >= this.settings.timeout().toNanos()) {
			return new Fault(this.failures.bean(), this.runtime.clock().instant().minusNanos(nanos),
					(last != null) ? last.text() : "no answer", true);
		}
		return last;
	}

	ShareAnswer append(Share share, ShareResult.Accepted result) {
		if (this.pending.incrementAndGet() > this.settings.maxPending()) {
			this.pending.decrementAndGet();
			count(share);
			return new ShareAnswer.Now(rejected(result));
		}
		CompletableFuture<ShareResult> answer = (this.settings.recorded()) ? new CompletableFuture<>() : null;
		JournalEntry entry = new JournalEntry(share, result, answer, this.runtime.nanoTime());
		if (answer != null) {
			this.unanswered.add(entry);
		}
		this.waiting.add(entry);
		int count = this.waitingCount.incrementAndGet();
		Run current = this.run;
		if (current == null) {
			answerUnconfirmed(entry);
		}
		else if (count == 1 || count == this.settings.batchSize()) {
			current.wake();
		}
		return (answer != null) ? new ShareAnswer.Later(answer) : new ShareAnswer.Now(result);
	}

	private void sweep() {
		this.runtime.after(SWEEP, this::sweep);
		long now = this.runtime.nanoTime();
		JournalEntry oldest = this.unanswered.peek();
		while (oldest != null && (oldest.isAnswered() || now - oldest.nanos() >= this.settings.timeout().toNanos())) {
			this.unanswered.remove();
			answerUnconfirmed(oldest);
			oldest = this.unanswered.peek();
		}
	}

	private void answerUnconfirmed(JournalEntry entry) {
		if (!entry.isAnswered() && entry.answer(rejected(entry.result()))) {
			count(entry.share());
		}
	}

	private void count(Share share) {
		this.unconfirmed.increment();
		this.listener.shareRejected(share.worker().name(), RejectReason.UNCONFIRMED);
	}

	private static ShareResult rejected(ShareResult.Accepted result) {
		return new ShareResult.Rejected(RejectReason.UNCONFIRMED, result.blockHeader());
	}

	/**
	 * The loop from a start to a stop.
	 */
	private final class Run implements Runnable, PoisonSearch.Recorder {

		private final ShareJournal journal = ShareJournal.this;

		private final PoisonSearch search = new PoisonSearch(this, this.journal.settings.batchSize(),
				this.journal.open);

		/** Counted down when the loop is through. */
		private final CountDownLatch ended = new CountDownLatch(1);

		/** What runs the loop, or null before. */
		private volatile @Nullable Thread thread;

		/** Set when the stop begins: from then on only the recorder is waited for. */
		private volatile boolean stopping;

		/** Set when the stop has waited for long enough: nothing is recorded any more. */
		private volatile boolean over;

		/** Wakes the loop, which finds out why. */
		void wake() {
			LockSupport.unpark(this.thread);
		}

		/** Ends the loop when all is recorded, or else the limit is over. */
		void end(Duration limit) {
			this.stopping = true;
			wake();
			try {
				this.ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			this.over = true;
		}

		@Override
		public void run() {
			this.thread = Thread.currentThread();
			// An earlier run may have left some
			int failedRounds = (this.journal.open.isEmpty()) ? 0 : 1;
			do {
				if (failedRounds == 0) {
					awaitBatch();
				}
				take();
				int before = this.journal.open.size();
				if (round()) {
					failedRounds = 0;
				}
				else {
					failedRounds = (this.journal.open.size() < before) ? 1 : failedRounds + 1;
					pause(failedRounds);
				}
			}
			while (!this.over && !(this.stopping && failedRounds == 0 && this.journal.waiting.isEmpty()));
			this.ended.countDown();
		}

		/**
		 * Waits for a share, and then until enough have come or the delay is over. Wakes
		 * up by itself if shares are open that nobody waits for.
		 */
		private void awaitBatch() {
			long longest = (this.journal.open.isEmpty()) ? Long.MAX_VALUE : SUSPECT_PAUSE.toNanos();
			await(longest, () -> this.stopping || this.journal.waitingCount.get() > 0);
			JournalEntry first = this.journal.waiting.peek();
			if (first != null) {
				long waited = this.journal.runtime.nanoTime() - first.nanos();
				await(this.journal.settings.delay().toNanos() - waited,
						() -> this.stopping || this.journal.waitingCount.get() >= this.journal.settings.batchSize());
			}
		}

		/**
		 * Waits before the next attempt, for longer each time; the stop cuts it short.
		 */
		private void pause(int failedRounds) {
			boolean hurried = this.stopping;
			long nanos = FIRST_PAUSE.toNanos() << ((hurried) ? 0 : Math.min(MOST_DOUBLINGS, failedRounds - 1));
			await(nanos, () -> this.stopping != hurried);
		}

		private void await(long nanos, BooleanSupplier condition) {
			long end = System.nanoTime() + nanos;
			for (long left = nanos; left > 0 && !condition.getAsBoolean(); left = end - System.nanoTime()) {
				LockSupport.parkNanos(this, left);
				// Who interrupts means the recorder, maybe too late; the loop has flags
				Thread.interrupted();
			}
		}

		private void take() {
			int count = 0;
			for (JournalEntry next = this.journal.waiting.poll(); next != null; next = this.journal.waiting.poll()) {
				this.journal.open.add(next);
				count++;
			}
			this.journal.waitingCount.addAndGet(-count);
		}

		/** Returns whether the loop may wait for more shares now. */
		private boolean round() {
			boolean done = false;
			try {
				done = this.search.round();
			}
			catch (InterruptedException ex) {
				// Nothing is known: all is given again
			}
			catch (RuntimeException | Error ex) {
				this.journal.failures.failed(ex);
			}
			this.journal.failingNanos = (done) ? null : this.journal.failingNanos;
			return done;
		}

		@Override
		public @Nullable Exception give(List<JournalEntry> entries) throws InterruptedException {
			if (this.journal.failingNanos == null) {
				this.journal.failingNanos = this.journal.runtime.nanoTime();
			}
			List<Share> shares = entries.stream().map(JournalEntry::share).toList();
			AtomicBoolean late = new AtomicBoolean();
			Exception refusal = (this.over) ? null : record(shares, () -> late.set(true));
			if (late.get() || this.over) {
				throw new InterruptedException("returned too late, and may have recorded nothing");
			}
			if (refusal == null) {
				this.journal.failingNanos = null;
				this.journal.pending.addAndGet(-entries.size());
				entries.forEach((entry) -> entry.answer(entry.result()));
			}
			return refusal;
		}

		private @Nullable Exception record(List<Share> shares, Runnable whenOverdue) {
			try {
				this.journal.calls.call(() -> {
					this.journal.recorder.record(shares);
					return true;
				}, whenOverdue);
				return null;
			}
			catch (Exception ex) {
				return ex;
			}
		}

		@Override
		public void setAside(JournalEntry entry, Exception cause) {
			this.journal.pending.decrementAndGet();
			this.journal.setAside.increment();
			if (this.journal.poisonLines.allows()) {
				logger.log(Level.ERROR, "Share " + entry.share().id()
						+ " is not recorded but set aside, since the recorder refuses it: " + FaultLog.text(cause));
			}
			this.journal.answerUnconfirmed(entry);
			this.journal.listener.shareSetAside(entry.share());
		}

	}

}
