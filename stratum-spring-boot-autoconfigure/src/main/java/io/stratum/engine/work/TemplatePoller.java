package io.stratum.engine.work;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.BlockTemplateSource;
import io.stratum.room.Fault;
import io.stratum.room.FaultLog;
import io.stratum.room.LimitedCalls;
import io.stratum.room.Room;

/**
 * Gets templates, on a thread that does nothing else: fetches one in each poll interval,
 * and takes those that the source gives by itself. One on a new tip is handed on at once,
 * and so is what the source gives by itself if its content is new; everything else when
 * the job interval is over, since miners want a job now and then. When nothing can be
 * fetched, that is the old one. All state belongs to the timer thread.
 */
public final class TemplatePoller {

	private static final Logger logger = System.getLogger(TemplatePoller.class.getName());

	private static final Duration RETRY = Duration.ofSeconds(1);

	private static final CompletionStage<BlockTemplate> NEVER = new CompletableFuture<>();

	/** A source whose stages complete at once must not keep the engine busy. */
	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

	private final BlockTemplateSource source;

	private final EngineSettings settings;

	private final EngineRuntime runtime;

	private final Consumer<BlockTemplate> receiver;

	private final Room room;

	private final LimitedCalls calls;

	private final LimitedCalls nextCalls;

	private final FaultLog nextFailures;

	/** The template that came last, or null before the first. */
	private volatile @Nullable BlockTemplate newest;

	private @Nullable BlockTemplate handedOn;

	private long handedOnNanos;

	/** Counts the starts; what an earlier run asked for is not taken. */
	private int run;

	/** Counts the templates that were taken. */
	private long taken;

	/** Whether the source was asked for a template and has not returned. */
	private boolean fetching;

	/** Whether what is being fetched may be older than what is wanted. */
	private boolean again;

	/** Whether there was no template the last time. */
	private boolean failing;

	/** Whether miners are being sent away. */
	private boolean tooOld;

	/** Whether the source will give a template by itself, or be asked for it soon. */
	private boolean awaitingNext;

	private @Nullable Future<?> poll;

	/**
	 * Creates a poller that is stopped.
	 * @param source where templates come from
	 * @param settings the intervals and the policy timeout
	 * @param runtime its timer thread and the thread for calls
	 * @param receiver what templates are handed on to
	 */
	public TemplatePoller(BlockTemplateSource source, EngineSettings settings, EngineRuntime runtime,
			Consumer<BlockTemplate> receiver) {
		this.source = source;
		this.settings = settings;
		this.runtime = runtime;
		this.receiver = receiver;
		String bean = Fault.nameOf(BlockTemplateSource.class, source);
		this.room = runtime.room("stratum-templates", 1);
		this.calls = runtime.calls(runtime.faultLog(TemplatePoller.class, bean), settings.policyTimeout(), 1);
		this.nextCalls = runtime.calls(runtime.faultLog(TemplatePoller.class, bean + ".next()"),
				settings.policyTimeout(), 1);
		this.nextFailures = runtime.faultLog(TemplatePoller.class, bean + ".next");
	}

	/** Asks from now on; the runtime was started. */
	public void start() {
		this.room.open();
		this.fetching = false;
		this.awaitingNext = false;
		this.runtime.execute(this::poll);
	}

	/** Called when the timer thread is gone. */
	public void stop() {
		this.run++;
		this.handedOn = null;
		this.room.close();
	}

	/** Fetches a template now, because there must be a new one; on any thread. */
	public void fetchNow() {
		this.runtime.execute(() -> {
			this.again = true;
			poll();
		});
	}

	/** The template that came last, or null before the first. */
	public @Nullable BlockTemplate newest() {
		return this.newest;
	}

	/** What is wrong with the source now. */
	public Stream<@Nullable Fault> faults() {
		return Stream.of(this.calls.fault(), this.nextCalls.fault(), this.nextFailures.fault());
	}

	private void poll() {
		if (this.fetching) {
			if (this.calls.isStuck() || this.nextCalls.isStuck()) {
				failed();
			}
		}
		else {
			this.fetching = true;
			this.again = false;
			int current = this.run;
			long before = this.taken;
			this.room.execute(() -> fetch(current, before));
		}
		schedule();
	}

	/** On the thread for calls. */
	private void fetch(int current, long before) {
		try {
			BlockTemplate template = this.calls.call(() -> TemplateCheck.checked(this.source.fetch()),
					() -> then(current, this::failed));
			then(current, () -> fetched(template, before));
		}
		catch (Exception ex) {
			then(current, () -> {
				this.fetching = false;
				failed();
				schedule();
			});
		}
	}

	/** Goes on where the state is, unless there was a stop in between. */
	private void then(int current, Runnable step) {
		this.runtime.execute(() -> {
			if (current == this.run) {
				step.run();
			}
		});
	}

	/**
	 * A template that was fetched while another came may be the older one: then the next
	 * decides.
	 */
	private void fetched(BlockTemplate template, long before) {
		this.fetching = false;
		boolean doubtful = before != this.taken && !sameTip(template, this.newest);
		if (!doubtful) {
			take(template, !sameTip(template, this.handedOn) || followsEmptyWork(template));
		}
		if (doubtful || this.again) {
			poll();
		}
	}

	/** Work without transactions is given only until there is work with some. */
	private boolean followsEmptyWork(BlockTemplate template) {
		BlockTemplate last = this.handedOn;
		return last != null && last.transactions().isEmpty() && !template.transactions().isEmpty();
	}

	private void take(BlockTemplate template, boolean urgent) {
		this.taken++;
		this.failing = false;
		this.tooOld = false;
		this.newest = template;
		if (urgent || isDue()) {
			handOn(template);
		}
		schedule();
		if (!this.awaitingNext) {
			this.awaitingNext = true;
			askForNext();
		}
	}

	private void askForNext() {
		BlockTemplate last = this.newest;
		int current = this.run;
		if (last != null) {
			this.room.execute(() -> awaitNext(current, last));
		}
	}

	/** On the thread for calls. */
	private void awaitNext(int current, BlockTemplate last) {
		long asked = this.runtime.nanoTime();
		try {
			this.nextCalls.call(() -> {
				CompletionStage<BlockTemplate> stage = this.source.next(last);
				if (stage == null) {
					then(current, () -> this.awaitingNext = false);
					return NEVER;
				}
				return stage.whenComplete((template, ex) -> then(current, () -> answered(template, ex, asked)));
			});
		}
		catch (Exception ex) {
			then(current, () -> this.runtime.after(RETRY, this::askForNext));
		}
	}

	private void answered(@Nullable BlockTemplate template, @Nullable Throwable failure, long asked) {
		try {
			if (failure != null) {
				throw new CompletionException(failure);
			}
			BlockTemplate checked = TemplateCheck.checked(template);
			if (checked == null) {
				return;
			}
			given(checked);
			this.nextFailures.succeeded();
			long pause = SHORTEST_PAUSE.toNanos() - (this.runtime.nanoTime() - asked);
			this.runtime.after(Duration.ofNanos(Math.max(0, pause)), this::askForNext);
		}
		catch (RuntimeException ex) {
			this.nextFailures.failed(ex);
			this.runtime.after(RETRY, this::askForNext);
		}
	}

	/**
	 * An answer that was got before the newest template may have been overtaken by it.
	 */
	private void given(BlockTemplate template) {
		BlockTemplate last = this.newest;
		if (last != null && !sameTip(template, last) && template.fetched().isBefore(last.fetched())) {
			this.again = true;
			poll();
		}
		else {
			take(template, !sameContent(template, this.handedOn));
		}
	}

	private void failed() {
		this.failing = true;
		BlockTemplate last = this.newest;
		if (last != null) {
			warnWhenTooOld(last);
			if (isDue()) {
				handOn(last);
			}
		}
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

	private void schedule() {
		if (this.poll != null) {
			this.poll.cancel(false);
		}
		Duration interval = this.settings.pollInterval();
		Duration pause = (this.failing && RETRY.compareTo(interval) < 0) ? RETRY : interval;
		boolean dueFirst = !isDue() && untilDue().compareTo(pause) < 0;
		this.poll = this.runtime.after(dueFirst ? untilDue() : pause, this::poll);
	}

	private static boolean sameTip(BlockTemplate template, @Nullable BlockTemplate other) {
		return other != null && template.previousBlock().equals(other.previousBlock());
	}

	private static boolean sameContent(BlockTemplate template, @Nullable BlockTemplate other) {
		return other != null && sameTip(template, other) && template.height() == other.height()
				&& template.version() == other.version()
				&& template.requiredVersionBits() == other.requiredVersionBits() && template.nBits() == other.nBits()
				&& template.coinbaseValue() == other.coinbaseValue()
				&& Arrays.equals(template.witnessCommitment(), other.witnessCommitment())
				&& sameDemands(template, other) && sameTransactions(template, other);
	}

	/** By what chains other than Bitcoin ask for. */
	private static boolean sameDemands(BlockTemplate template, BlockTemplate other) {
		return template.coinbaseVersion() == other.coinbaseVersion()
				&& Arrays.equals(template.coinbaseScript(), other.coinbaseScript())
				&& Arrays.equals(template.coinbasePayload(), other.coinbasePayload())
				&& template.requiredOutputs().equals(other.requiredOutputs())
				&& Arrays.equals(template.trailer(), other.trailer());
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
