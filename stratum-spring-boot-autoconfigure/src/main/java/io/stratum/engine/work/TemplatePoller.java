package io.stratum.engine.work;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.room.Fault;
import io.stratum.room.FaultLog;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.BlockTemplateSource;

/**
 * Asks for templates: in each job interval, when the source says that there is something
 * new, and again soon after a failure. Hands a template on if its content is new or the
 * last one was handed on an interval ago, since miners want a job now and then; when
 * nothing can be fetched, that is the old one. All state belongs to the timer thread.
 */
public final class TemplatePoller {

	private static final Logger logger = System.getLogger(TemplatePoller.class.getName());

	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

	private static final Duration RETRY = Duration.ofSeconds(1);

	/** Calls that neither return nor heed interruption must not eat up the executor. */
	private static final int MOST_CALLS = 3;

	private final BlockTemplateSource source;

	private final EngineSettings settings;

	private final EngineRuntime runtime;

	private final Consumer<BlockTemplate> receiver;

	private final FaultLog failures;

	private final AtomicInteger calls = new AtomicInteger();

	private volatile @Nullable BlockTemplate newest;

	private @Nullable BlockTemplate handedOn;

	private long handedOnNanos;

	private long startedNanos;

	private int attempt;

	private int failuresInARow;

	private boolean tooOld;

	private @Nullable FutureTask<BlockTemplate> fetch;

	private @Nullable Future<?> next;

	/**
	 * Creates a poller that is stopped.
	 * @param source where templates come from
	 * @param settings the job interval and the policy timeout
	 * @param runtime its thread and the executor for calls
	 * @param receiver what templates are handed on to
	 */
	public TemplatePoller(BlockTemplateSource source, EngineSettings settings, EngineRuntime runtime,
			Consumer<BlockTemplate> receiver) {
		this.source = source;
		this.settings = settings;
		this.runtime = runtime;
		this.receiver = receiver;
		this.failures = runtime.faultLog(TemplatePoller.class, Fault.nameOf(BlockTemplateSource.class, source));
	}

	/** Asks from now on; the runtime was started. */
	public void start() {
		this.runtime.execute(this::poll);
	}

	/** Called when the timer thread is gone. */
	public void stop() {
		this.attempt++;
		FutureTask<BlockTemplate> current = this.fetch;
		this.fetch = null;
		this.handedOn = null;
		if (current != null) {
			current.cancel(true);
		}
	}

	/** The template that was fetched last, or null before the first. */
	public @Nullable BlockTemplate newest() {
		return this.newest;
	}

	/** What is wrong with the source now, or null. */
	public @Nullable Fault fault() {
		return this.failures.fault();
	}

	private void poll() {
		if (this.fetch != null) {
			return;
		}
		cancelNext();
		int id = ++this.attempt;
		this.startedNanos = this.runtime.nanoTime();
		if (this.calls.get() >= MOST_CALLS) {
			failed(id, new IllegalStateException(MOST_CALLS + " calls have not returned yet"));
			return;
		}
		FutureTask<BlockTemplate> task = new FutureTask<>(this::call) {
			@Override
			protected void done() {
				TemplatePoller.this.runtime.execute(() -> finished(id, this));
			}
		};
		this.fetch = task;
		Future<?> timeout = this.runtime.after(this.settings.policyTimeout(), () -> task.cancel(true));
		try {
			this.runtime.blocking().execute(task);
		}
		catch (RejectedExecutionException ex) {
			timeout.cancel(false);
			failed(id, ex);
		}
	}

	private BlockTemplate call() throws Exception {
		this.calls.incrementAndGet();
		try {
			return this.source.fetch();
		}
		finally {
			this.calls.decrementAndGet();
		}
	}

	private void finished(int id, Future<BlockTemplate> result) {
		if (id != this.attempt) {
			return;
		}
		try {
			BlockTemplate template = result.get();
			TemplateCheck.check(template);
			fetched(id, template);
		}
		catch (CancellationException ex) {
			failed(id, new IllegalStateException("no template within " + this.settings.policyTimeout()));
		}
		catch (ExecutionException | RuntimeException ex) {
			failed(id, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void fetched(int id, BlockTemplate template) {
		this.fetch = null;
		this.failuresInARow = 0;
		this.failures.succeeded();
		this.tooOld = false;
		this.newest = template;
		if (isDue() || !sameContent(template, this.handedOn)) {
			handOn(template);
		}
		this.next = this.runtime.after(untilDue(), this::poll);
		listen(id, template);
	}

	private void listen(int id, BlockTemplate template) {
		try {
			this.source.changed(template)
				.whenComplete((value, ex) -> this.runtime.execute(() -> changed(id, ex == null)));
		}
		catch (RuntimeException ex) {
			this.failures.failed(ex);
		}
	}

	private void changed(int id, boolean changed) {
		if (changed && id == this.attempt) {
			long pause = SHORTEST_PAUSE.toNanos() - (this.runtime.nanoTime() - this.startedNanos);
			cancelNext();
			this.next = this.runtime.after(Duration.ofNanos(Math.max(0, pause)), this::poll);
		}
	}

	private void failed(int id, Exception cause) {
		if (id != this.attempt) {
			return;
		}
		this.fetch = null;
		this.failures.failed(cause);
		BlockTemplate last = this.newest;
		if (last != null) {
			warnWhenTooOld(last);
			if (isDue()) {
				handOn(last);
			}
		}
		Duration pause = RETRY.multipliedBy(1L << Math.min(4, this.failuresInARow++));
		Duration interval = this.settings.jobInterval();
		this.next = this.runtime.after((pause.compareTo(interval) < 0) ? pause : interval, this::poll);
	}

	/** Once, when miners begin to be sent away. */
	private void warnWhenTooOld(BlockTemplate last) {
		Duration age = Duration.between(last.fetched(), this.runtime.clock().instant());
		if (!this.tooOld && age.compareTo(this.settings.maxWorkAge()) > 0) {
			this.tooOld = true;
			logger.log(Level.WARNING, "Work is older than " + this.settings.maxWorkAge()
					+ ": logins are refused and sessions closed, until there is a new template");
		}
	}

	private void handOn(BlockTemplate template) {
		this.handedOn = template;
		this.handedOnNanos = this.runtime.nanoTime();
		this.receiver.accept(template);
	}

	private boolean isDue() {
		return this.handedOn == null || untilDue().isZero();
	}

	private Duration untilDue() {
		long left = this.settings.jobInterval().toNanos() - (this.runtime.nanoTime() - this.handedOnNanos);
		return Duration.ofNanos(Math.max(0, left));
	}

	private void cancelNext() {
		if (this.next != null) {
			this.next.cancel(false);
		}
	}

	private static boolean sameContent(BlockTemplate template, @Nullable BlockTemplate other) {
		return other != null && template.previousBlock().equals(other.previousBlock())
				&& template.height() == other.height() && template.version() == other.version()
				&& template.requiredVersionBits() == other.requiredVersionBits() && template.nBits() == other.nBits()
				&& template.coinbaseValue() == other.coinbaseValue()
				&& Arrays.equals(template.witnessCommitment(), other.witnessCommitment())
				&& sameTransactions(template, other);
	}

	private static boolean sameTransactions(BlockTemplate template, BlockTemplate other) {
		int size = template.transactions().size();
		if (size != other.transactions().size()) {
			return false;
		}
		for (int i = 0; i < size; i++) {
			if (!template.transactions().get(i).txid().equals(other.transactions().get(i).txid())) {
				return false;
			}
		}
		return true;
	}

}
