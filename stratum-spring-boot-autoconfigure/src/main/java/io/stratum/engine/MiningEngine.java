package io.stratum.engine;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.stratum.ban.Bans;
import io.stratum.bitcoin.Target;
import io.stratum.engine.runtime.EnginePolicies;
import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.engine.share.ProvenDifficulties;
import io.stratum.engine.share.ShareProcessor;
import io.stratum.engine.share.Shares;
import io.stratum.engine.work.PayoutGroup;
import io.stratum.engine.work.PayoutGroups;
import io.stratum.engine.work.TemplatePoller;
import io.stratum.engine.work.WorkListener;
import io.stratum.engine.work.WorkPublisher;
import io.stratum.mining.AuthenticationRequest;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.JobFactory;
import io.stratum.mining.job.Work;
import io.stratum.mining.job.WorkTimeline;
import io.stratum.room.Fault;

/**
 * The mining engine as sessions see it: it gets work, logs workers in, opens channels and
 * takes shares. Can be stopped and started again. Safe for use by several threads, except
 * that a channel belongs to the event loop of its session.
 */
public final class MiningEngine {

	/** How long a superseded job is known after its shares stopped to count. */
	private static final Duration KNOWN_AS_STALE = Duration.ofMinutes(3);

	private static final Duration EXPIRY_SWEEP = Duration.ofSeconds(5);

	private final EngineSettings settings;

	private final EnginePolicies policies;

	private final EngineRuntime runtime;

	private final JobFactory factory;

	private final PayoutGroups groups;

	private final WorkPublisher publisher;

	private final TemplatePoller poller;

	private final Logins logins;

	private final ShareProcessor processor;

	private final Channels channels;

	private final @Nullable CustomJobs customJobs;

	/**
	 * Creates an engine that is stopped.
	 * @param settings its settings
	 * @param policies what the pool supplies
	 * @param threads makes threads where policies may block
	 * @param clock the time of day
	 * @param nanoTime the monotonic time
	 */
	public MiningEngine(EngineSettings settings, EnginePolicies policies, ThreadFactory threads, InstantSource clock,
			LongSupplier nanoTime) {
		this.settings = settings;
		this.policies = policies;
		this.runtime = new EngineRuntime(threads, clock, nanoTime);
		WorkTimeline timeline = new WorkTimeline(settings.jobLifetime(), settings.jobLifetime().plus(KNOWN_AS_STALE));
		this.factory = new JobFactory(settings.jobs(), policies.proofOfWork().difficultyOne(), this.runtime.random());
		this.groups = new PayoutGroups(this.factory, policies, this.runtime, settings.policyTimeout());
		this.publisher = new WorkPublisher(timeline, this.groups, policies.listeners(), this.runtime);
		this.poller = new TemplatePoller(policies.templates(), settings, this.runtime, this.publisher::publish);
		ProvenDifficulties difficulties = new ProvenDifficulties();
		this.logins = new Logins(policies, settings, this.groups, this.runtime, difficulties, this::isReady);
		this.processor = new ShareProcessor(settings, policies, this.runtime, difficulties, this.publisher::tipHeight,
				this.poller::fetchNow);
		this.publisher.addListener((work) -> {
			if (work.startsTip()) {
				this.processor.tipChanged();
			}
		});
		this.channels = new Channels(settings, policies, this.runtime, timeline, this.processor, difficulties);
		this.customJobs = (policies.customJobs() != null) ? new CustomJobs(policies.customJobs(), settings,
				this.runtime, this.factory, this.publisher, this.channels) : null;
	}

	/** Polls templates and records shares, until stop. Harmless twice. */
	public synchronized void start() {
		if (this.runtime.isRunning()) {
			return;
		}
		this.runtime.start();
		this.groups.start();
		this.processor.start();
		this.logins.start();
		if (this.customJobs != null) {
			this.customJobs.start();
		}
		this.poller.start();
		this.runtime.after(EXPIRY_SWEEP, this::expire);
	}

	/**
	 * Stops: records what is waiting, within the acknowledge timeout, and ends the
	 * threads. Channels, jobs and untaken blocks stay for the next start. Harmless twice.
	 */
	public synchronized void stop() {
		if (!this.runtime.isRunning()) {
			return;
		}
		this.processor.stop();
		this.runtime.stop();
		this.groups.stop();
		this.poller.stop();
		this.logins.stop();
		if (this.customJobs != null) {
			this.customJobs.stop();
		}
		this.processor.stopped();
	}

	/**
	 * Whether there is work that is young enough to be mined; logins are refused
	 * otherwise.
	 */
	public boolean isReady() {
		Duration age = workAge();
		return this.runtime.isRunning() && this.publisher.current() != null && age != null
				&& age.compareTo(this.settings.maxWorkAge()) <= 0;
	}

	/** The newest work of which the jobs are built, or null before the first. */
	public @Nullable Work currentWork() {
		return this.publisher.current();
	}

	/** A snapshot of what the engine is doing. */
	public EngineStatus status() {
		Work newest = this.publisher.current();
		return new EngineStatus(this.runtime.isRunning(), isReady(), workAge(),
				(newest != null) ? newest.template().height() : 0,
				(newest != null) ? newest.template().previousBlock() : null, (newest != null) ? newest.tip() : 0,
				(newest != null) ? newest.number() : 0, this.groups.size(), this.processor.pendingShares(),
				this.processor.unconfirmedShares(), this.processor.sharesSetAside(), this.channels.kept(),
				this.processor.openSubmissions(), faults());
	}

	/** What each part knows of the beans that it calls. */
	private List<Fault> faults() {
		List<Fault> found = new ArrayList<>();
		this.processor.addFaults(found);
		this.policies.listeners().faults().forEach(found::add);
		found.addAll(this.policies.bans().faults());
		Stream<@Nullable Fault> custom = (this.customJobs != null) ? Stream.of(this.customJobs.fault())
				: Stream.empty();
		Stream
			.of(this.poller.faults(), Stream.of(this.groups.fault(), this.channels.fault()), this.logins.faults(),
					custom)
			.flatMap(Function.identity())
			.filter(Objects::nonNull)
			.forEach(found::add);
		return found;
	}

	/** Adds a listener for new work. */
	public void addWorkListener(WorkListener listener) {
		this.publisher.addListener(listener);
	}

	/** The length of an extranonce2 in bytes. */
	public int extranonce2Size() {
		return this.settings.extranonce2Size();
	}

	/** The configured version bits that miners may roll. */
	public int versionMask() {
		return this.settings.versionMask();
	}

	/** The target of difficulty 1 of the proof of work. */
	public Target difficultyOne() {
		return this.policies.proofOfWork().difficultyOne();
	}

	/** Who may not mine. */
	public Bans bans() {
		return this.policies.bans();
	}

	/** The channels of miners. */
	public Channels channels() {
		return this.channels;
	}

	/** Where shares are handed in. */
	public Shares shares() {
		return this.processor;
	}

	/**
	 * Authenticates a worker, resolves its payout and finds its job; off the loops,
	 * within the policy timeout.
	 * @param request who wants to work
	 * @return the outcome, on any thread; never fails
	 */
	public CompletionStage<Login> login(AuthenticationRequest request) {
		return this.logins.login(request);
	}

	/** Leaves the payout group of an accepted login; once per login. */
	public void leave(PayoutGroup group) {
		this.groups.leave(group);
	}

	/**
	 * A job of the same work and payout, with a stamp and sequence of its own, for a
	 * session that needs fresh work.
	 * @param job the job
	 * @return another one
	 */
	public Job freshJob(Job job) {
		return this.factory.fresh(job);
	}

	/** The jobs that clients select themselves, or null if they may not. */
	public @Nullable CustomJobs customJobs() {
		return this.customJobs;
	}

	private void expire() {
		this.channels.expire();
		this.runtime.after(EXPIRY_SWEEP, this::expire);
	}

	private @Nullable Duration workAge() {
		BlockTemplate newest = this.poller.newest();
		return (newest != null) ? Duration.between(newest.fetched(), this.runtime.clock().instant()) : null;
	}

}
