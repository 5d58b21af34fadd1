package io.stratum.session.btcagent;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.MiningEngine;
import io.stratum.engine.share.ShareAnswer;
import io.stratum.engine.share.Shares;
import io.stratum.engine.share.Submitter;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Worker;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.share.ShareResult;
import io.stratum.mining.share.Submission;
import io.stratum.protocol.btcagent.AgentMessage.SubmitShare;
import io.stratum.session.Loop;
import io.stratum.session.MessageHandler;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.StratumSession;
import io.stratum.session.sv1.Sv1Mining;
import io.stratum.session.sv1.Sv1Session;

/**
 * Handles the submit frames of Bitcoin. A share of a miner that is not registered is
 * judged, too, so that no block is lost.
 */
final class AgentSubmitHandler implements MessageHandler<SubmitShare> {

	private static final int EXTRANONCE2_LENGTH = 8;

	private final Shares shares;

	AgentSubmitHandler(MiningEngine engine) {
		this.shares = engine.shares();
	}

	@Override
	public Reply handle(StratumSession session, SubmitShare share) {
		AgentPeer agent = AgentMiningHandlers.agent(session);
		Sv1Mining mining = ((Sv1Session) session).mining();
		MiningChannel channel = (mining != null) ? mining.channel() : null;
		if (agent == null || channel == null) {
			return Reply.error(StratumError.of(RejectReason.NOT_SUBSCRIBED));
		}
		AgentWorker worker = agent.find(share.session());
		LiveJob job = channel.jobs().find(share.job());
		if (job == null) {
			this.shares.rejected(name(agent, worker), (worker != null) ? worker.standing() : null,
					RejectReason.JOB_NOT_FOUND);
			return reply(session, worker, ShareResult.Rejected.of(RejectReason.JOB_NOT_FOUND));
		}
		Submission submission = submission(job.job(), share);
		Submitter submitter = new Submitter(name(agent, worker), (worker != null) ? worker.worker() : null,
				(worker != null) ? worker.standing() : null, (worker != null) ? worker.miner() : channel,
				session.listener(), ((Sv1Session) session).connection().loop());
		ShareAnswer answer = this.shares.submit(channel, (worker != null) ? worker.miner().terms(job) : job, submission,
				submitter);
		if (answer instanceof ShareAnswer.Later later) {
			return Reply.later(later.result().thenApply((result) -> reply(session, worker, result)));
		}
		return reply(session, worker, ((ShareAnswer.Now) answer).result());
	}

	/**
	 * The bits of the mask are those that were changed, all others are the job's. A mask
	 * with bits that may not be rolled goes into the header as well, as it did at the
	 * miner; the engine refuses the share for it, unless it is a block.
	 */
	private static Submission submission(Job job, SubmitShare share) {
		byte[] extranonce2 = ByteBuffer.allocate(EXTRANONCE2_LENGTH)
			.putInt(share.session())
			.putInt(share.extranonce2())
			.array();
		int time = share.time().orElse(0);
		int version = job.version() ^ share.versionMask().orElse(0);
		return new Submission(extranonce2, (time != 0) ? time : job.time(), share.nonce(), version);
	}

	private static Reply reply(StratumSession session, @Nullable AgentWorker worker, ShareResult result) {
		Reply reply = Reply.of(new AgentVerdict(worker, result));
		boolean full = result instanceof ShareResult.Rejected rejected
				&& rejected.reason() == RejectReason.TOO_MANY_SHARES;
		// No agent can change its extranonce without connecting anew
		return full ? reply.then(session::close) : reply;
	}

	private static String name(AgentPeer agent, @Nullable AgentWorker worker) {
		Worker account = agent.account();
		if (worker != null) {
			return worker.worker().name();
		}
		return (account != null) ? account.name() : "";
	}

}
