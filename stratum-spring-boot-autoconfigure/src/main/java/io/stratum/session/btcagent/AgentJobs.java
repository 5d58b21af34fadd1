package io.stratum.session.btcagent;

import java.nio.ByteBuffer;
import java.time.Duration;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

import io.stratum.ban.Conduct;
import io.stratum.bitcoin.Hex;
import io.stratum.engine.MiningEngine;
import io.stratum.mining.Worker;
import io.stratum.mining.channel.ChannelMiner;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.channel.SharedDifficulty;
import io.stratum.mining.job.Job;
import io.stratum.mining.vardiff.DifficultyLimits;
import io.stratum.protocol.sv1.Notify;
import io.stratum.session.sv1.AgentSupport;

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

	private final AgentSupport.Host host;

	private final MiningEngine engine;

	private final AgentWorkers workers;

	private final DifficultyBatch changes = new DifficultyBatch();

	private @Nullable SharedDifficulty shared;

	private @Nullable DifficultyLimits limits;

	private boolean rollsVersion;

	private int announcedMask;

	private boolean started;

	private long lastSent;

	AgentJobs(AgentSupport.Host host, MiningEngine engine, AgentWorkers workers) {
		this.host = host;
		this.engine = engine;
		this.workers = workers;
	}

	void rollsVersion() {
		this.rollsVersion = true;
	}

	double startDifficulty() {
		return (this.shared != null) ? this.shared.start() : 0;
	}

	/**
	 * Begins a miner. The agent has it start with the JSON difficulty and the current
	 * job; if it had another difficulty before, it is told so.
	 */
	AgentWorker begin(int session, Worker worker) {
		Job job = this.host.currentJob();
		SharedDifficulty common = shared(job);
		ChannelMiner miner = this.engine.channels().openMiner(common, limits(), worker);
		Conduct conduct = this.engine.bans().open(worker, this.host.connection().remoteAddress().getAddress());
		AgentWorker created = new AgentWorker(session, conduct, miner);
		if (job != null) {
			nextJob(created, job, this.host.now());
		}
		return created;
	}

	void left(int session) {
		this.changes.remove(session);
	}

	void tellDifficulties() {
		this.changes.write(this.host);
	}

	boolean isDue(long nowNanos) {
		return this.started && nowNanos - this.lastSent >= LONGEST_SILENCE;
	}

	void send(long id, Job job, boolean clean) {
		long now = this.host.now();
		makeRoom();
		int mask = this.rollsVersion ? this.host.versionMask() & job.versionMask() : 0;
		if (mask != this.announcedMask) {
			this.announcedMask = mask;
			this.host.writeNotification("mining.set_version_mask", Hex.format(mask));
		}
		SharedDifficulty common = shared(job);
		if (!this.started) {
			this.started = true;
			this.host.writeNotification("mining.set_difficulty", common.start());
		}
		this.workers.forEach((worker) -> nextJob(worker, job, now));
		tellDifficulties();
		this.host.writeLine(line(id, job, clean));
		this.lastSent = now;
	}

	private void makeRoom() {
		MiningChannel channel = this.host.channel();
		if (channel != null) {
			channel.lease().seenShares().limit(COMMON_SHARES + SHARES_PER_WORKER * this.workers.size());
		}
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
			known = this.host.startLimits().powersOfTwo();
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

	/**
	 * The line of a job, encoded once for all agents of a payout.
	 */
	private static ByteBuf line(long id, Job job, boolean clean) {
		Line key = clean ? Line.CLEAN : Line.NOT_CLEAN;
		ByteBuf line = job.derived(key, (made) -> encode(id, made, clean));
		return line.retainedDuplicate();
	}

	private static ByteBuf encode(long id, Job job, boolean clean) {
		// Agents read decimal digits, so these are written as if they were hexadecimal
		byte[] line = new Notify(Long.parseLong(Long.toString(id), 16), job.previousBlock(), job.coinbasePrefix(),
				job.coinbaseSuffix(), job.merklePath(), job.version(), job.nBits(), job.time(), clean)
			.encode();
		return Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(line.length).put(line).flip());
	}

	/**
	 * The two lines of a job.
	 */
	private enum Line {

		CLEAN, NOT_CLEAN

	}

}
