package io.stratum.engine;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Target;
import io.stratum.mining.AuthenticationRequest;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Worker;
import io.stratum.mining.channel.ChannelMiner;
import io.stratum.mining.channel.IssuedJob;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.channel.SharedDifficulty;
import io.stratum.mining.job.ExtranonceAllocator;
import io.stratum.mining.job.ExtranonceLease;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.JobFactory;
import io.stratum.mining.job.JobStore;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.job.Work;
import io.stratum.mining.job.WorkTimeline;
import io.stratum.mining.share.ShareResult;
import io.stratum.mining.share.Submission;
import io.stratum.mining.vardiff.ChannelDifficulty;
import io.stratum.mining.vardiff.DifficultyLimits;

/**
 * The mining engine as sessions see it: it gets work, logs workers in, opens channels and
 * takes shares. Can be stopped and started again. Safe for use by several threads, except
 * that a channel belongs to the event loop of its session.
 */
public final class MiningEngine {

	/** How long a superseded job is known after its shares stopped to count. */
	private static final Duration KNOWN_AS_STALE = Duration.ofMinutes(3);

	private static final int JOBS_PER_CHANNEL = 64;

	private static final int SHARES_PER_LEASE = 1 << 16;

	private static final int SHARES_PER_SHARED_LEASE = 1 << 20;

	private static final Duration BLOCK_GRACE = Duration.ofSeconds(5);

	private static final Duration EXPIRY_SWEEP = Duration.ofSeconds(5);

	private final EngineSettings settings;

	private final EnginePolicies policies;

	private final EngineRuntime runtime;

	private final WorkTimeline timeline;

	private final ExtranonceAllocator allocator;

	private final JobFactory factory;

	private final PayoutGroups groups;

	private final WorkPublisher publisher;

	private final TemplatePoller poller;

	private final Logins logins;

	private final BlockSubmissions blocks;

	private final @Nullable ShareJournal journal;

	private final ShareDesk desk;

	private final ResumeTokens tokens;

	/**
	 * Creates an engine that is stopped.
	 * @param settings its settings
	 * @param policies what the pool supplies
	 * @param blocking where policies may block
	 * @param clock the time of day
	 * @param nanoTime the monotonic time
	 */
	public MiningEngine(EngineSettings settings, EnginePolicies policies, Executor blocking, InstantSource clock,
			LongSupplier nanoTime) {
		SecureRandom random = new SecureRandom();
		this.settings = settings;
		this.policies = policies;
		this.runtime = new EngineRuntime(blocking, clock, nanoTime);
		this.timeline = new WorkTimeline(settings.jobLifetime(), settings.jobLifetime().plus(KNOWN_AS_STALE));
		this.allocator = new ExtranonceAllocator(settings.nodeId(), this.timeline, SHARES_PER_LEASE, random);
		this.factory = new JobFactory(settings.jobs(), policies.proofOfWork().difficultyOne(), random);
		this.groups = new PayoutGroups(this.factory, policies, this.runtime);
		this.publisher = new WorkPublisher(this.timeline, this.groups, policies.listener(), this.runtime);
		this.poller = new TemplatePoller(policies.templates(), settings, this.runtime, this.publisher::publish);
		this.logins = new Logins(policies, settings, this.groups, this.runtime, this::isReady);
		this.blocks = new BlockSubmissions(settings, policies, this.runtime, this.publisher::tipHeight);
		this.journal = (policies.recorder() != null) ? new ShareJournal(policies.recorder(), settings, this.runtime,
				(share) -> rejected(share.worker().name(), RejectReason.UNCONFIRMED)) : null;
		this.desk = new ShareDesk(policies, this.timeline, this.blocks, this.journal, this.logins, this.runtime,
				HexFormat.of().toHexDigits((byte) settings.nodeId()) + HexFormat.of().toHexDigits(random.nextLong()));
		this.tokens = new ResumeTokens(settings.resume(), this.runtime, random,
				(channel) -> channel.lease().release(nanoTime.getAsLong()));
	}

	/** Polls templates and records shares, until stop. Harmless twice. */
	public synchronized void start() {
		if (this.runtime.isRunning()) {
			return;
		}
		this.runtime.start();
		if (this.journal != null) {
			this.journal.start();
		}
		this.blocks.start();
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
		if (this.journal != null) {
			this.journal.stop(this.settings.acknowledgement().timeout());
		}
		this.blocks.stop(BLOCK_GRACE);
		this.runtime.stop();
		this.poller.stop();
		this.logins.stop();
		if (this.journal != null) {
			this.journal.stopped();
		}
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
		ShareJournal records = this.journal;
		return new EngineStatus(this.runtime.isRunning(), isReady(), workAge(),
				(newest != null) ? newest.template().height() : 0,
				(newest != null) ? newest.template().previousBlock() : null, (newest != null) ? newest.tip() : 0,
				(newest != null) ? newest.number() : 0, this.groups.size(), (records != null) ? records.pending() : 0,
				(records != null) ? records.unconfirmed() : 0, this.tokens.kept(), this.blocks.open(),
				this.groups.problem(), this.poller.error());
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

	/**
	 * Opens a channel with a fresh lease.
	 * @param limits the limits of its difficulty
	 * @return the channel, to be closed once, or null when no extranonce is free
	 */
	public @Nullable MiningChannel openChannel(DifficultyLimits limits) {
		return openChannel(limits, JobStore::rolling);
	}

	/**
	 * Opens a channel with a fresh lease whose miner is given merkle roots: a standard
	 * channel of Stratum V2.
	 * @param limits the limits of its difficulty
	 * @return the channel, to be closed once, or null when no extranonce is free
	 */
	public @Nullable MiningChannel openStandardChannel(DifficultyLimits limits) {
		return openChannel(limits, JobStore::headerOnly);
	}

	private @Nullable MiningChannel openChannel(DifficultyLimits limits, JobStoreFactory stores) {
		long now = this.runtime.nanoTime();
		ExtranonceLease lease = this.allocator.allocate(now);
		if (lease == null) {
			return null;
		}
		JobStore jobs = stores.create(lease, this.policies.proofOfWork().difficultyOne(), JOBS_PER_CHANNEL);
		return new MiningChannel(lease, jobs, this.policies.difficulty().start(limits, now), limits,
				this.runtime.nanoClock());
	}

	/**
	 * Opens a channel that many miners share, each with a difficulty of its own; that of
	 * the channel itself never changes.
	 * @param limits the limits of the difficulties
	 * @return the channel, to be closed once, or null when no extranonce is free
	 */
	public @Nullable MiningChannel openSharedChannel(DifficultyLimits limits) {
		long now = this.runtime.nanoTime();
		ExtranonceLease lease = this.allocator.allocate(now, SHARES_PER_SHARED_LEASE);
		if (lease == null) {
			return null;
		}
		JobStore jobs = JobStore.rolling(lease, this.policies.proofOfWork().difficultyOne(), JOBS_PER_CHANNEL);
		return new MiningChannel(lease, jobs, ChannelDifficulty.fixed(limits.initial()), limits.fixed(),
				this.runtime::nanoTime);
	}

	/**
	 * Opens a miner of a shared channel, with the difficulty that its worker had last, if
	 * known.
	 * @param shared what the miners of the channel have in common
	 * @param limits the limits of its difficulty
	 * @param worker the worker
	 * @return the miner, which needs no closing
	 */
	public ChannelMiner openMiner(SharedDifficulty shared, DifficultyLimits limits, Worker worker) {
		double last = this.logins.lastDifficulty(worker);
		double initial = (last > 0 && limits.variable()) ? last : shared.start();
		return new ChannelMiner(shared,
				this.policies.difficulty().start(limits.withInitial(initial), this.runtime.nanoTime()));
	}

	/**
	 * Opens a channel that goes on where a disconnected one stopped: its lease with seen
	 * shares, live jobs, vardiff, version mask. If the old owner is still connected, it
	 * is told to close and the channel is handed over when it has let go.
	 * @param token what the miner sent; untrusted text
	 * @return the channel, to be closed once, on any thread; null if the token is unknown
	 * or odd, or the old owner does not let go
	 */
	public CompletionStage<@Nullable MiningChannel> resumeChannel(String token) {
		return this.tokens.resume(token).thenApply((channel) -> {
			if (channel != null) {
				channel.resumed(this.runtime.nanoTime());
			}
			return channel;
		});
	}

	/**
	 * A random token of 16 hexadecimal digits by which a channel can be resumed. A
	 * resumed channel keeps its token.
	 * @param channel the channel
	 * @param closeOwner run on any thread when another connection resumes the channel
	 * while it is still open; must end in {@link #closeChannel(MiningChannel)}
	 * @return the token
	 */
	public String resumable(MiningChannel channel, Runnable closeOwner) {
		return this.tokens.own(channel, closeOwner);
	}

	/**
	 * Ends the use of a channel by its session: it is kept for resume if it has a token
	 * and saw a job and can take more shares, otherwise its lease is released. To be
	 * called once per opened or resumed channel, on its loop.
	 * @param channel the channel
	 */
	public void closeChannel(MiningChannel channel) {
		ExtranonceLease lease = channel.lease();
		this.desk.close(channel,
				() -> this.tokens.letGo(channel, lease.lastWork() > 0 && !lease.seenShares().isFull()));
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

	/**
	 * Checks a share, and does all that follows: block submission, listeners, vardiff,
	 * recorder. On the session's loop.
	 * @param channel the channel it came by
	 * @param job the job it is for
	 * @param submission what the miner submitted
	 * @param workerName the name that came with it; untrusted text
	 * @param worker the worker, or null if it is not authorized on the session
	 * @param listener the name of the listener it came by
	 * @param loop where the verdict of a costly proof of work is judged, in order
	 * @return the answer
	 */
	public ShareAnswer submit(MiningChannel channel, IssuedJob job, Submission submission, String workerName,
			@Nullable Worker worker, String listener, Executor loop) {
		LiveJob live = channel.liveJob(job.id());
		if (live == null) {
			rejected(workerName, RejectReason.JOB_NOT_FOUND);
			return new ShareAnswer.Now(new ShareResult.Rejected(RejectReason.JOB_NOT_FOUND, null));
		}
		return this.desk
			.submit(new ShareDesk.Submitted(channel, channel, live, submission, workerName, worker, listener), loop);
	}

	/**
	 * Checks a share of one of the miners that share a channel, and does all that
	 * follows. Called on the session's loop.
	 * @param channel the channel it came by
	 * @param miner the miner, by whose terms it is judged
	 * @param job the job of the channel that it is for
	 * @param submission what the miner submitted
	 * @param worker the worker
	 * @param listener the name of the listener it came by
	 * @param loop where the verdict of a costly proof of work is judged, in order
	 * @return the answer
	 */
	public ShareAnswer submit(MiningChannel channel, ChannelMiner miner, LiveJob job, Submission submission,
			Worker worker, String listener, Executor loop) {
		return this.desk.submit(
				new ShareDesk.Submitted(channel, miner, miner.terms(job), submission, worker.name(), worker, listener),
				loop);
	}

	/**
	 * Looks for a block in a share that must wait for its verdict, because it is not
	 * known yet whether its worker may mine; it is to be submitted then all the same. On
	 * the session's loop.
	 * @param channel the channel it came by
	 * @param job the job it is for
	 * @param submission what the miner submitted
	 * @param workerName the name that came with it; untrusted text
	 * @param listener the name of the listener it came by
	 * @param loop where the verdict of a costly proof of work is judged
	 */
	public void testBlock(MiningChannel channel, IssuedJob job, Submission submission, String workerName,
			String listener, Executor loop) {
		LiveJob live = channel.liveJob(job.id());
		if (live != null) {
			this.desk.testBlock(new ShareDesk.Submitted(channel, channel, live, submission, workerName, null, listener),
					loop);
		}
	}

	/**
	 * Counts a share that could not be checked, because it has no header: unknown job,
	 * malformed, wrong extranonce2 length, not subscribed.
	 * @param workerName the name that came with it; untrusted text
	 * @param reason why
	 */
	public void rejected(String workerName, RejectReason reason) {
		this.policies.listener().shareRejected(workerName, reason);
	}

	private void expire() {
		this.tokens.expire();
		this.runtime.after(EXPIRY_SWEEP, this::expire);
	}

	private @Nullable Duration workAge() {
		BlockTemplate newest = this.poller.newest();
		return (newest != null) ? Duration.between(newest.fetched(), this.runtime.clock().instant()) : null;
	}

	/**
	 * Makes the job store of a channel.
	 */
	@FunctionalInterface
	private interface JobStoreFactory {

		JobStore create(ExtranonceLease lease, Target difficultyOne, int capacity);

	}

}
