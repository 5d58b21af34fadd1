package io.stratum.engine.share;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.engine.runtime.EngineSettings.Acknowledgement;
import io.stratum.engine.share.PoisonSearch.Outcome;
import io.stratum.mining.MiningListener;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Share;
import io.stratum.mining.ShareRecorder;
import io.stratum.mining.share.ShareResult;
import io.stratum.room.Fault;
import io.stratum.room.FaultLog;
import io.stratum.room.LimitedCalls;
import io.stratum.room.Room;

/**
 * Takes accepted shares to the recorder, in batches, one at a time and in order: a loop
 * on a thread of its own takes what came, records it, and tries again what was not
 * recorded, with the same shares, for as long as it takes. A share that waits too long is
 * answered as unconfirmed by the timer and still recorded; one for which there is no room
 * is answered as unconfirmed and not recorded, and neither is one that
 * {@link PoisonSearch is poison}. Appending is safe for use by several threads and does
 * not block.
 */
final class ShareJournal {

	private static final Logger logger = System.getLogger(ShareJournal.class.getName());

	private static final Duration SWEEP = Duration.ofMillis(50);

	private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

	private static final int MOST_DOUBLINGS = 6;

	private final ShareRecorder recorder;

	private final EngineRuntime runtime;

	private final Acknowledgement settings;

	private final MiningListener listener;

	private final FaultLog failures;

	private final LimitedCalls calls;

	private final Room room;

	/** What came and was not taken yet. */
	private final ShareQueue waiting;

	/**
	 * What has no answer yet, the oldest first, and what has one since the last sweep.
	 */
	private final Queue<JournalEntry> unanswered = new ConcurrentLinkedQueue<>();

	/** How many shares came and are neither recorded nor set aside. */
	private final AtomicInteger pending = new AtomicInteger();

	private final LongAdder unconfirmed = new LongAdder();

	/** Held by the loop, so that it waits for one of an earlier run that is in a call. */
	private final Lock looping = new ReentrantLock();

	/** The run from a start to the next stop, or null when stopped. */
	private volatile @Nullable Run run;

	/**
	 * When the recorder was first given shares of which it recorded none since, or null
	 * if it recorded the last ones.
	 */
	private volatile @Nullable Instant failingSince;

	/**
	 * What was taken from {@link #waiting} and is neither recorded nor set aside, in
	 * order; belongs to who holds {@link #looping}.
	 */
	private final List<JournalEntry> open = new ArrayList<>();

	private final PoisonReports poison;

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
		this.waiting = new ShareQueue(this.settings.delay().toNanos(), this.settings.batchSize(), runtime.nanoClock());
		this.poison = new PoisonReports(runtime.nanoClock());
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
		boolean recorded = stopping.end(limit);
		this.room.close();
		if (!recorded && pending() > 0) {
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
		return this.poison.count();
	}

	/** What is wrong with the recorder: broken when miners no longer wait for it. */
	@Nullable Fault fault() {
		Fault last = this.calls.fault();
		Instant since = this.failingSince;
		if (since != null && !this.runtime.clock().instant().isBefore(since.plus(this.settings.timeout()))) {
			return new Fault(this.failures.bean(), since, (last != null) ? last.text() : "no answer", true);
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
		if (answer == null) {
			this.waiting.add(entry);
			return new ShareAnswer.Now(result);
		}
		this.unanswered.add(entry);
		this.waiting.add(entry);
		if (this.run == null) {
			answerUnconfirmed(entry);
		}
		return new ShareAnswer.Later(answer);
	}

	private void sweep() {
		long now = this.runtime.nanoTime();
		JournalEntry oldest = this.unanswered.peek();
		while (oldest != null && (oldest.isAnswered() || now - oldest.nanos() >= this.settings.timeout().toNanos())) {
			this.unanswered.remove();
			answerUnconfirmed(oldest);
			oldest = this.unanswered.peek();
		}
		this.runtime.after(SWEEP, this::sweep);
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

		private final PoisonSearch search = new PoisonSearch(this, this.journal.open, this.journal.waiting::newest);

		/** Counted down when everything is recorded after the stop began. */
		private final CountDownLatch drained = new CountDownLatch(1);

		/** Set when the stop begins: from then on only the recorder is waited for. */
		private volatile boolean stopping;

		/** Set when the stop has waited for long enough: nothing is recorded any more. */
		private volatile boolean over;

		/** Ends the loop, and returns whether it had recorded everything by then. */
		boolean end(Duration limit) {
			this.stopping = true;
			this.journal.waiting.wake();
			try {
				return this.drained.await(limit.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
			finally {
				this.over = true;
			}
		}

		@Override
		public void run() {
			try {
				this.journal.looping.lockInterruptibly();
				try {
					loop();
				}
				finally {
					this.journal.looping.unlock();
				}
			}
			catch (InterruptedException ex) {
				// The stop does not wait any longer
			}
		}

		private void loop() throws InterruptedException {
			int failedRounds = 0;
			while (!this.over && take()) {
				int before = this.journal.open.size();
				if (round()) {
					failedRounds = 0;
					this.journal.failingSince = null;
				}
				else {
					failedRounds = (this.journal.open.size() < before) ? 1 : failedRounds + 1;
					pause(failedRounds);
				}
			}
			this.drained.countDown();
		}

		/** Fills a batch; returns false when all is recorded at a stop. */
		private boolean take() throws InterruptedException {
			this.journal.waiting.take(this.journal.open, () -> this.stopping);
			return !this.journal.open.isEmpty();
		}

		private boolean round() {
			try {
				return this.search.round();
			}
			catch (RuntimeException | Error ex) {
				this.journal.failures.failed(ex);
				return false;
			}
		}

		/**
		 * Waits before the next attempt, for longer each time; the stop cuts it short.
		 */
		private void pause(int failedRounds) throws InterruptedException {
			boolean hurried = this.stopping;
			long nanos = FIRST_PAUSE.toNanos() << ((hurried) ? 0 : Math.min(MOST_DOUBLINGS, failedRounds - 1));
			this.journal.waiting.pause(nanos, () -> this.stopping != hurried);
		}

		@Override
		public Outcome give(List<JournalEntry> entries) {
			if (this.journal.failingSince == null) {
				this.journal.failingSince = this.journal.runtime.clock().instant();
			}
			List<Share> shares = entries.stream().map(JournalEntry::share).toList();
			AtomicBoolean late = new AtomicBoolean();
			try {
				this.journal.calls.call(() -> record(shares, late), () -> late.set(true));
			}
			catch (Exception ex) {
				return (late.get() || this.over) ? new Outcome.Unknown() : new Outcome.Refused(ex);
			}
			this.journal.failingSince = null;
			this.journal.pending.addAndGet(-entries.size());
			entries.forEach((entry) -> entry.answer(entry.result()));
			return new Outcome.Recorded();
		}

		/** What returns because it was interrupted may have recorded nothing. */
		private Boolean record(List<Share> shares, AtomicBoolean late) throws Exception {
			if (!this.over) {
				this.journal.recorder.record(shares);
			}
			if (late.get() || this.over) {
				throw new TimeoutException("returned too late");
			}
			return Boolean.TRUE;
		}

		@Override
		public void setAside(JournalEntry entry, Throwable cause) {
			this.journal.pending.decrementAndGet();
			this.journal.poison.report(entry.share(), cause);
			this.journal.answerUnconfirmed(entry);
			this.journal.listener.shareSetAside(entry.share());
		}

	}

}
