package io.stratum.session.sv1;

import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Hex;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.LiveJob;

/**
 * The jobs of a session as they go out: each with the difficulty and the version bits
 * that it needs, as far as the miner does not have them yet. Used on the loop only,
 * except {@link #difficulty()}.
 */
final class Sv1Jobs {

	private final Sv1Session session;

	private @Nullable Job current;

	private volatile double announced;

	private int versionMask;

	private int announcedMask;

	private boolean moved;

	Sv1Jobs(Sv1Session session) {
		this.session = session;
	}

	/** The job that was sent last. */
	@Nullable Job current() {
		return this.current;
	}

	/** The difficulty that was sent last. */
	double difficulty() {
		return this.announced;
	}

	int versionMask() {
		return this.versionMask;
	}

	/** The miner is told of these version bits by the answer to its request. */
	void negotiated(int mask) {
		this.versionMask = mask;
		this.announcedMask = mask;
	}

	/** The miner has another extranonce, so that the jobs it has are void. */
	void moved() {
		this.moved = true;
	}

	boolean isMoved() {
		return this.moved;
	}

	/**
	 * Sends a job.
	 * @param open the channel
	 * @param job the job
	 * @param personal whether nobody else is sent this job
	 */
	void issue(MiningChannel open, Job job, boolean personal) {
		if (this.session.isAgent()) {
			issueToAgent(open, job);
			return;
		}
		LineOutput output = this.session.output();
		Job before = this.current;
		LiveJob issued = open.issue(job.sequence(), job);
		this.current = job;
		if (issued.difficulty() != this.announced) {
			this.announced = issued.difficulty();
			output.notification("mining.set_difficulty", issued.difficulty());
		}
		int mask = this.versionMask & job.versionMask();
		if (mask != this.announcedMask) {
			this.announcedMask = mask;
			output.notification("mining.set_version_mask", Hex.format(mask));
		}
		boolean clean = this.moved || before == null || before.work().tip() != job.work().tip();
		this.moved = false;
		output.shared(personal ? Unpooled.wrappedBuffer(JobLines.encode(job, clean)) : JobLines.shared(job, clean));
		this.session.written();
	}

	/** Sends an agent its job again, if it needs one. */
	void repeatToAgent(Job job, long nowNanos) {
		AgentSupport.Peer peer = this.session.openAgentSide().peer();
		if (peer.needsJob(nowNanos) && this.session.canSendUnsolicited()) {
			peer.sendJob(agentJobId(job), job, false);
			this.session.written();
		}
	}

	private void issueToAgent(MiningChannel open, Job job) {
		Job before = this.current;
		AgentSupport.Peer peer = this.session.openAgentSide().peer();
		open.issue(agentJobId(job), job);
		this.current = job;
		peer.sendJob(agentJobId(job), job, before == null || before.work().tip() != job.work().tip());
		this.announced = peer.startDifficulty();
		this.session.written();
	}

	/**
	 * A number of 8 bits that is the same for all agents, so that they share the line.
	 */
	private static long agentJobId(Job job) {
		return job.work().number() & 0xff;
	}

}
