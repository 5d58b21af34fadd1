package io.stratum.engine;

import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Target;
import io.stratum.engine.runtime.ContainedDifficulty;
import io.stratum.engine.runtime.EnginePolicies;
import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.engine.share.ProvenDifficulties;
import io.stratum.engine.share.ShareProcessor;
import io.stratum.mining.Worker;
import io.stratum.mining.channel.ChannelMiner;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.channel.SharedDifficulty;
import io.stratum.mining.job.ExtranonceAllocator;
import io.stratum.mining.job.ExtranonceLease;
import io.stratum.mining.job.JobStore;
import io.stratum.mining.job.WorkTimeline;
import io.stratum.mining.vardiff.ChannelDifficulty;
import io.stratum.mining.vardiff.DifficultyLimits;
import io.stratum.room.Fault;

/**
 * Opens and closes the channels of an engine, and keeps those whose miner may come back.
 * Safe for use by several threads, except that a channel belongs to the event loop of its
 * session.
 */
public final class Channels {

	private static final int JOBS_PER_CHANNEL = 64;

	private static final int SHARES_PER_LEASE = 1 << 16;

	private static final int SHARES_PER_SHARED_LEASE = 1 << 20;

	private final EnginePolicies policies;

	private final ContainedDifficulty difficulty;

	private final EngineRuntime runtime;

	private final ExtranonceAllocator prefixes;

	private final ResumeTokens tokens;

	private final ShareProcessor processor;

	private final ProvenDifficulties difficulties;

	/**
	 * Creates the channels of an engine.
	 * @param settings the node id and how channels are kept
	 * @param policies the proof of work and the difficulty
	 * @param runtime the clocks and the random source
	 * @param timeline tells when the works of a lease are dead
	 * @param processor judges the last shares of a channel
	 * @param difficulties where workers start
	 */
	Channels(EngineSettings settings, EnginePolicies policies, EngineRuntime runtime, WorkTimeline timeline,
			ShareProcessor processor, ProvenDifficulties difficulties) {
		this.policies = policies;
		this.difficulty = new ContainedDifficulty(policies.difficulty(), runtime);
		this.runtime = runtime;
		this.prefixes = new ExtranonceAllocator(settings.nodeId(), timeline, SHARES_PER_LEASE, runtime.random());
		this.tokens = new ResumeTokens(settings.resume(), runtime,
				(channel) -> channel.lease().release(runtime.nanoTime()));
		this.processor = processor;
		this.difficulties = difficulties;
	}

	/**
	 * Opens a channel with a fresh lease.
	 * @param limits the limits of its difficulty
	 * @return the channel, to be closed once, or null when no extranonce is free
	 */
	public @Nullable MiningChannel open(DifficultyLimits limits) {
		return open(this.prefixes, (lease, difficultyOne) -> JobStore.rolling(lease, difficultyOne, JOBS_PER_CHANNEL),
				limits);
	}

	/**
	 * Opens a channel with a fresh lease whose miner is given merkle roots: a standard
	 * channel of Stratum V2.
	 * @param limits the limits of its difficulty
	 * @return the channel, to be closed once, or null when no extranonce is free
	 */
	public @Nullable MiningChannel openStandard(DifficultyLimits limits) {
		return open(this.prefixes,
				(lease, difficultyOne) -> JobStore.headerOnly(lease, difficultyOne, JOBS_PER_CHANNEL), limits);
	}

	@Nullable MiningChannel open(ExtranonceAllocator allocator, BiFunction<ExtranonceLease, Target, JobStore> stores,
			DifficultyLimits limits) {
		long now = this.runtime.nanoTime();
		ExtranonceLease lease = allocator.allocate(now);
		if (lease == null) {
			return null;
		}
		JobStore jobs = stores.apply(lease, this.policies.proofOfWork().difficultyOne());
		return new MiningChannel(lease, jobs, this.difficulty.start(limits, now), limits, this.runtime.nanoClock());
	}

	/**
	 * Opens a channel that many miners share, each with a difficulty of its own; that of
	 * the channel itself never changes.
	 * @param limits the limits of the difficulties
	 * @return the channel, to be closed once, or null when no extranonce is free
	 */
	public @Nullable MiningChannel openShared(DifficultyLimits limits) {
		ExtranonceLease lease = this.prefixes.allocate(this.runtime.nanoTime(), SHARES_PER_SHARED_LEASE);
		if (lease == null) {
			return null;
		}
		JobStore jobs = JobStore.rolling(lease, this.policies.proofOfWork().difficultyOne(), JOBS_PER_CHANNEL);
		return new MiningChannel(lease, jobs, ChannelDifficulty.fixed(limits.initial()), limits.fixed(),
				this.runtime.nanoClock());
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
		double last = this.difficulties.of(worker);
		double initial = (last > 0 && limits.variable()) ? last : shared.start();
		return new ChannelMiner(shared, this.difficulty.start(limits.withInitial(initial), this.runtime.nanoTime()));
	}

	/**
	 * Opens a channel that goes on where a disconnected one stopped: its lease with seen
	 * shares, live jobs, vardiff, version mask. If the old owner is still connected, it
	 * is told to close and the channel is handed over when that has given it back.
	 * @param token what the miner sent; untrusted text
	 * @return the channel, to be closed once, on any thread; null if the token is unknown
	 * or odd, or the old owner does not give it back
	 */
	public CompletionStage<@Nullable MiningChannel> resume(String token) {
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
	 * while it is still open; must end in {@link #close(MiningChannel)}
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
	public void close(MiningChannel channel) {
		ExtranonceLease lease = channel.lease();
		this.processor.close(channel,
				() -> this.tokens.giveBack(channel, lease.lastWork() > 0 && !lease.seenShares().isFull()));
	}

	/** Gives out of the same prefixes to channels whose jobs have no stamp of ours. */
	ExtranonceAllocator stampedPrefixes(WorkTimeline works) {
		return this.prefixes.stamped(works, this.runtime.random());
	}

	/** Forgets channels whose miners did not come back in time. */
	void expire() {
		this.tokens.expire();
	}

	/** What is wrong with the difficulty policy now, or null. */
	@Nullable Fault fault() {
		return this.difficulty.fault();
	}

	/** How many channels wait for their miner. */
	int kept() {
		return this.tokens.kept();
	}

}
