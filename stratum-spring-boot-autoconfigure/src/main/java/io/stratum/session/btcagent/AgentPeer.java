package io.stratum.session.btcagent;

import java.util.List;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

import io.stratum.engine.MiningEngine;
import io.stratum.mining.Worker;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.job.Job;
import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.btcagent.AgentLayout;
import io.stratum.protocol.btcagent.AgentMessage;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.StratumSession.WorkerDetails;
import io.stratum.session.flow.BinarySide;
import io.stratum.session.sv1.Sv1Mining;
import io.stratum.session.sv1.Sv1Session;

/**
 * The binary side of one session: its frames, its miners and their jobs.
 */
final class AgentPeer implements BinarySide {

	/** The one session id that no miner has. */
	private static final int NO_SESSION = 0xffff;

	private static final Reply INVALID_SESSION = Reply.error(StratumError.of(27, "Invalid session"));

	private static final Reply TOO_MANY = Reply.error(StratumError.of(20, "Too many workers on one connection"));

	private final Sv1Session session;

	private final AgentFrames frames;

	private final AgentWorkers workers = new AgentWorkers();

	/** Null if no engine mines, so that frames are the application's only. */
	private final @Nullable AgentJobs jobs;

	AgentPeer(Sv1Session session, AgentLayout layout, @Nullable MiningEngine engine) {
		this.session = session;
		this.frames = new AgentFrames(session, layout);
		this.jobs = (engine != null) ? new AgentJobs(session, engine, this.workers) : null;
	}

	AgentFrames frames() {
		return this.frames;
	}

	/** The worker that everything is paid to, or null before it is authorized. */
	@Nullable Worker account() {
		Sv1Mining mining = this.session.mining();
		return (mining != null) ? mining.account() : null;
	}

	@Nullable AgentWorker find(int session) {
		return this.workers.find(session);
	}

	/**
	 * Wants to be told the version mask (capability {@code verrol}).
	 */
	void rollsVersion() {
		if (this.jobs != null) {
			this.jobs.rollsVersion();
		}
	}

	Reply register(Worker account, AgentMessage.RegisterWorker request) {
		int session = request.session();
		if (session == NO_SESSION || this.jobs == null) {
			return INVALID_SESSION;
		}
		if (this.workers.find(session) != null) {
			return Reply.NONE;
		}
		if (this.workers.size() >= this.session.settings().agents().maxWorkers()) {
			return TOO_MANY;
		}
		Worker worker = new Worker(WorkerNames.of(account, request.worker()), account.account());
		this.workers.put(this.jobs.begin(session, worker));
		return Reply.NONE;
	}

	Reply unregister(int session) {
		AgentWorker worker = this.workers.remove(session);
		if (this.jobs != null && worker != null) {
			worker.standing().close();
			this.jobs.left(session);
		}
		return Reply.NONE;
	}

	@Override
	public boolean hasPartialFrame() {
		return this.frames.hasPartialFrame();
	}

	@Override
	public boolean receive(ByteBuf in) throws ProtocolException {
		return this.frames.receive(in);
	}

	@Override
	public int pendingReplies() {
		return this.frames.pendingReplies();
	}

	@Override
	public boolean isFull() {
		return this.frames.isFull();
	}

	@Override
	public int size() {
		return this.workers.size();
	}

	@Override
	public double issue(MiningChannel channel, Job job, boolean clean) {
		return (this.jobs != null) ? this.jobs.issue(channel, job, clean) : 0;
	}

	@Override
	public void repeatJob(MiningChannel channel, long nowNanos) {
		if (this.jobs != null) {
			this.jobs.repeat(channel, nowNanos);
		}
	}

	@Override
	public void endBurst() {
		if (this.jobs != null) {
			this.jobs.tellDifficulties();
		}
	}

	@Override
	public List<Worker> workers() {
		return this.workers.stream().map(AgentWorker::worker).toList();
	}

	@Override
	public List<WorkerDetails> workerDetails(int from, int count) {
		long now = this.session.nanoTime();
		return this.workers.stream().skip(from).limit(count).map((worker) -> worker.details(now)).toList();
	}

	@Override
	public void closed() {
		this.workers.forEach((worker) -> worker.standing().close());
		this.workers.clear();
	}

}
