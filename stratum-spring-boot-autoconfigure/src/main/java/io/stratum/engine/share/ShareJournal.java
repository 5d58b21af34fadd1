package io.stratum.engine.share;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.engine.runtime.EngineSettings.Acknowledgement;
import io.stratum.room.Fault;
import io.stratum.room.FaultLog;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Share;
import io.stratum.mining.ShareRecorder;
import io.stratum.mining.share.ShareResult;

/**
 * Takes accepted shares to the recorder, in batches, one at a time and in order. A batch
 * that fails is given again, with the same shares, until it is recorded. A share that
 * waits too long is answered as unconfirmed and still recorded; one for which there is no
 * room is answered as unconfirmed and not recorded. Appending is safe for use by several
 * threads and does not block; the rest belongs to the timer thread.
 */
final class ShareJournal {

	private static final Duration SWEEP = Duration.ofMillis(50);

	private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

	private static final int MOST_DOUBLINGS = 6;

	/** Calls that do not return must not eat up the executor. */
	private static final int MOST_CALLS = 3;

	private final ShareRecorder recorder;

	private final EngineRuntime runtime;

	private final Acknowledgement settings;

	private final Duration callTimeout;

	private final Consumer<Share> unconfirmedListener;

	private final FaultLog failures;

	private final Queue<JournalEntry> waiting = new ConcurrentLinkedQueue<>();

	private final Queue<JournalEntry> unanswered = new ConcurrentLinkedQueue<>();

	private final AtomicInteger pending = new AtomicInteger();

	private final AtomicInteger calls = new AtomicInteger();

	private final LongAdder unconfirmed = new LongAdder();

	private final AtomicBoolean delayed = new AtomicBoolean();

	private final AtomicBoolean hurried = new AtomicBoolean();

	private volatile boolean running;

	private volatile @Nullable CountDownLatch drained;

	private List<JournalEntry> batch = List.of();

	private boolean missed;

	private @Nullable Future<?> retry;

	private int attempt;

	private int failed;

	ShareJournal(ShareRecorder recorder, EngineSettings settings, EngineRuntime runtime,
			Consumer<Share> unconfirmedListener) {
		this.recorder = recorder;
		this.runtime = runtime;
		this.settings = settings.acknowledgement();
		this.callTimeout = settings.policyTimeout();
		this.unconfirmedListener = unconfirmedListener;
		this.failures = runtime.faultLog(ShareJournal.class, Fault.nameOf(ShareRecorder.class, recorder));
	}

	void start() {
		this.running = true;
		this.drained = null;
		this.delayed.set(true);
		this.hurried.set(false);
		// What comes while a batch of the last run is given again wakes nobody
		this.missed = true;
		this.runtime.execute(this.batch.isEmpty() ? this::commit : this::record);
		this.runtime.after(SWEEP, this::sweep);
	}

	/**
	 * Records what is waiting, and answers the rest as unconfirmed. The rest is recorded
	 * after the next start.
	 * @param limit how long to wait for the recorder
	 */
	void stop(Duration limit) {
		CountDownLatch latch = new CountDownLatch(1);
		this.running = false;
		this.drained = latch;
		this.runtime.execute(this::hurry);
		try {
			if (!latch.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
				this.failures.failed(new TimeoutException(this.pending + " shares not recorded at the stop"));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Answers what has no answer; called when the timer thread is gone. */
	void stopped() {
		this.attempt++;
		for (JournalEntry entry = this.unanswered.poll(); entry != null; entry = this.unanswered.poll()) {
			unconfirmed(entry);
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

	ShareAnswer append(Share share, ShareResult.Accepted result) {
		if (this.pending.incrementAndGet() > this.settings.maxPending()) {
			this.pending.decrementAndGet();
			count(share);
			return new ShareAnswer.Now(rejected(result));
		}
		CompletableFuture<ShareResult> answer = (this.settings.recorded()) ? new CompletableFuture<>() : null;
		JournalEntry entry = new JournalEntry(share, result, answer, this.runtime.nanoTime());
		this.waiting.add(entry);
		if (answer == null) {
			wake();
			return new ShareAnswer.Now(result);
		}
		this.unanswered.add(entry);
		wake();
		if (!this.running) {
			unconfirmed(entry);
		}
		return new ShareAnswer.Later(answer);
	}

	private void wake() {
		if (this.pending.get() >= this.settings.batchSize() && this.hurried.compareAndSet(false, true)) {
			this.runtime.execute(this::commit);
		}
		else if (!this.delayed.get() && this.delayed.compareAndSet(false, true)) {
			this.runtime.after(this.settings.delay(), this::commit);
		}
	}

	private void commit() {
		this.delayed.set(false);
		this.hurried.set(false);
		if (!this.batch.isEmpty()) {
			this.missed = true;
			return;
		}
		List<JournalEntry> next = new ArrayList<>();
		while (next.size() < this.settings.batchSize()) {
			JournalEntry entry = this.waiting.poll();
			if (entry == null) {
				break;
			}
			next.add(entry);
		}
		// Nobody else would come back for what a full batch leaves behind
		this.missed = !this.waiting.isEmpty();
		this.batch = next;
		if (!next.isEmpty()) {
			record();
		}
		else if (this.drained != null) {
			this.drained.countDown();
		}
	}

	/** The next attempt must not wait for longer than there is time. */
	private void hurry() {
		Future<?> next = this.retry;
		if (next != null && next.cancel(false)) {
			record();
		}
		else {
			commit();
		}
	}

	private void record() {
		this.retry = null;
		int id = ++this.attempt;
		if (this.calls.get() >= MOST_CALLS) {
			finished(id, new IllegalStateException(MOST_CALLS + " calls have not returned yet"));
			return;
		}
		List<Share> shares = this.batch.stream().map(JournalEntry::share).toList();
		Future<?> timeout = this.runtime.after(this.callTimeout,
				() -> finished(id, new TimeoutException("no answer within " + this.callTimeout)));
		this.calls.incrementAndGet();
		try {
			CompletionStage<Void> stage = this.recorder.record(shares, this.runtime.blocking());
			stage.whenComplete((done, ex) -> {
				this.calls.decrementAndGet();
				timeout.cancel(false);
				this.runtime.execute(() -> finished(id, ex));
			});
		}
		catch (RuntimeException | Error ex) {
			this.calls.decrementAndGet();
			timeout.cancel(false);
			finished(id, ex);
		}
	}

	private void finished(int id, @Nullable Throwable cause) {
		if (id != this.attempt) {
			return;
		}
		this.attempt++;
		if (cause != null) {
			this.failures.failed(cause);
			Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(MOST_DOUBLINGS, this.failed++));
			this.retry = this.runtime.after((this.drained != null) ? FIRST_PAUSE : pause, this::record);
			return;
		}
		this.failures.succeeded();
		this.failed = 0;
		List<JournalEntry> done = this.batch;
		this.batch = List.of();
		this.pending.addAndGet(-done.size());
		done.forEach(JournalEntry::confirm);
		if (this.missed || this.drained != null || this.pending.get() >= this.settings.batchSize()) {
			commit();
		}
	}

	private void sweep() {
		long now = this.runtime.nanoTime();
		JournalEntry oldest = this.unanswered.peek();
		while (oldest != null && (oldest.isAnswered() || now - oldest.nanos() >= this.settings.timeout().toNanos())) {
			this.unanswered.remove();
			unconfirmed(oldest);
			oldest = this.unanswered.peek();
		}
		this.runtime.after(SWEEP, this::sweep);
	}

	private void unconfirmed(JournalEntry entry) {
		if (entry.answer(rejected(entry.result()))) {
			count(entry.share());
		}
	}

	private void count(Share share) {
		this.unconfirmed.increment();
		this.unconfirmedListener.accept(share);
	}

	private static ShareResult rejected(ShareResult.Accepted result) {
		return new ShareResult.Rejected(RejectReason.UNCONFIRMED, result.blockHeader());
	}

}
