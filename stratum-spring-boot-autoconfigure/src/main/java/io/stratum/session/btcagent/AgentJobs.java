package io.stratum.session.btcagent;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.stratum.ban.WorkerStanding;
import io.stratum.engine.MiningEngine;
import io.stratum.mining.Worker;
import io.stratum.mining.channel.ChannelMiner;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.channel.SharedDifficulty;
import io.stratum.mining.job.Job;
import io.stratum.mining.vardiff.DifficultyLimits;
import io.stratum.protocol.sv1.Sv1Notification.SetDifficulty;
import io.stratum.protocol.sv1.Sv1Notification.SetVersionMask;
import io.stratum.session.sv1.JobLines;
import io.stratum.session.sv1.Sv1Mining;
import io.stratum.session.sv1.Sv1Session;

/**
 * The jobs of an agent and the difficulties of its miners. One JSON difficulty, the start
 * of all miners, goes before the first job and never again; after that the difficulties
 * are computed when a job goes out, and told by frames before it. Used on the loop only.
 */
final class AgentJobs {

	/** An agent takes a server that is silent for 60 seconds for dead. */
	private static final long LONGEST_SILENCE = Duration.ofSeconds(30).toNanos();

	/** How many shares are remembered, of all miners together and for each of them. */
	private static final int COMMON_SHARES = 1 << 20;

	private static final int SHARES_PER_WORKER = 128;

	/** One line for all agents of a payout. */
	private static final JobLines LINES = new JobLines((job) -> Long.toString(number(job)));

	private final Sv1Session session;

	private final MiningEngine engine;

	private final AgentWorkers workers;

	private final DifficultyBatch changes = new DifficultyBatch();

	/** What the miners have in common: null before the first job or the first miner. */
	private @Nullable SharedDifficulty shared;

	/** The limits of each miner: null before the first job or the first miner. */
	private @Nullable DifficultyLimits limits;

	/** Whether the agent wants to be told the version bits. */
	private boolean rollsVersion;

	/** The version bits that the agent was told last, 0 before. */
	private int announcedMask;

	/** The job that was sent last, null before the first. */
	private @Nullable Job current;

	/** When that was, by the monotonic time. */
	private long lastSent;

	AgentJobs(Sv1Session session, MiningEngine engine, AgentWorkers workers) {
		this.session = session;
		this.engine = engine;
		this.workers = workers;
	}

	void rollsVersion() {
		this.rollsVersion = true;
	}

	/**
	 * Begins a miner. The agent has it start with the JSON difficulty and the current
	 * job; if it had another difficulty before, it is told so.
	 */
	AgentWorker begin(int session, Worker worker) {
		Job job = this.current;
		SharedDifficulty common = shared(job);
		ChannelMiner miner = this.engine.channels().openMiner(common, limits(), worker);
		WorkerStanding standing = this.engine.bans().open(worker, this.session.remoteAddress().getAddress());
		AgentWorker created = new AgentWorker(session, standing, miner);
		if (job != null) {
			nextJob(created, job, this.session.nanoTime());
		}
		return created;
	}

	void left(int session) {
		this.changes.remove(session);
	}

	void tellDifficulties() {
		this.changes.write(this.session);
	}

	/**
	 * Gives a job to the channel and sends it.
	 * @return the difficulty that new miners start at
	 */
	double issue(MiningChannel channel, Job job, boolean clean) {
		channel.issue(number(job), job);
		Job before = this.current;
		this.current = job;
		SharedDifficulty common = shared(job);
		tellVersionMask(channel, job);
		if (before == null) {
			this.session.output().notification(new SetDifficulty(common.start()));
		}
		send(channel, job, clean);
		return common.start();
	}

	/** Sends the job again if the agent has heard nothing for too long. */
	void repeat(MiningChannel channel, long nowNanos) {
		Job job = this.current;
		if (job != null && nowNanos - this.lastSent >= LONGEST_SILENCE && this.session.canSendUnsolicited()) {
			tellVersionMask(channel, job);
			send(channel, job, false);
			this.session.written();
		}
	}

	private void tellVersionMask(MiningChannel channel, Job job) {
		int mask = this.rollsVersion ? channel.versionMask() & job.versionMask() : 0;
		if (mask != this.announcedMask) {
			this.announcedMask = mask;
			this.session.output().notification(new SetVersionMask(mask));
		}
	}

	private void send(MiningChannel channel, Job job, boolean clean) {
		long now = this.session.nanoTime();
		channel.lease().seenShares().limit(COMMON_SHARES + SHARES_PER_WORKER * this.workers.size());
		this.workers.forEach((worker) -> nextJob(worker, job, now));
		tellDifficulties();
		this.session.output().shared(LINES.shared(job, clean));
		this.lastSent = now;
	}

	/**
	 * A number of 8 bits that is the same for all agents, so that they share the line.
	 */
	private static long number(Job job) {
		return job.work().number() & 0xff;
	}

	private void nextJob(AgentWorker worker, Job job, long now) {
		int exponent = worker.miner().nextJob(job.work().number(), job.networkDifficulty(), now);
		if (exponent >= 0) {
			this.changes.add(exponent, worker.session());
		}
	}

	private DifficultyLimits limits() {
		DifficultyLimits known = this.limits;
		if (known == null) {
			Sv1Mining mining = this.session.mining();
			known = ((mining != null) ? mining.startLimits() : this.session.settings().difficulty()).powersOfTwo();
			this.limits = known;
		}
		return known;
	}

	/**
	 * A start that is harder than the network would have miners waste blocks.
	 */
	private SharedDifficulty shared(@Nullable Job job) {
		SharedDifficulty common = this.shared;
		if (common == null) {
			DifficultyLimits bounds = limits();
			double highest = (job != null) ? Math.max(bounds.minimum(), job.networkDifficulty())
					: Double.POSITIVE_INFINITY;
			common = new SharedDifficulty(Math.min(bounds.initial(), highest), bounds.minimum(),
					this.engine.difficultyOne());
			this.shared = common;
		}
		return common;
	}

}
