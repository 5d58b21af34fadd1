package io.stratum.session.sv1;

import org.jspecify.annotations.Nullable;

import io.stratum.ban.WorkerStanding;
import io.stratum.bitcoin.Hex;
import io.stratum.engine.MiningEngine;
import io.stratum.engine.share.ShareAnswer;
import io.stratum.engine.share.Shares;
import io.stratum.engine.share.Submitter;
import io.stratum.mining.RejectReason;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.share.ShareResult;
import io.stratum.mining.share.Submission;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.protocol.sv1.Submit;
import io.stratum.session.MessageHandler;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.StratumSession;

/**
 * Handles {@code mining.submit}. What has no header is refused here; everything else is
 * judged by the engine, so that no block is lost.
 */
final class SubmitHandler implements MessageHandler<StratumRequest> {

	private static final int MAX_JOB_ID = 15;

	private static final int NUMBER = 8;

	private final MiningEngine engine;

	private final Shares shares;

	SubmitHandler(MiningEngine engine) {
		this.engine = engine;
		this.shares = engine.shares();
	}

	@Override
	public Reply handle(StratumSession session, StratumRequest request) {
		Sv1Session miner = (Sv1Session) session;
		Sv1Mining mining = miner.mining(this.engine);
		Submit submit = Submit.decode(request);
		if (mining.channel() == null) {
			return refuse(mining, submit, RejectReason.NOT_SUBSCRIBED);
		}
		if (submit == null) {
			return refuse(mining, null, RejectReason.MALFORMED);
		}
		if (mining.workers().isPending(submit.worker())) {
			testBlock(miner, mining, submit);
			return mining.workers().whenKnown(submit.worker(), () -> submit(miner, mining, submit));
		}
		return submit(miner, mining, submit);
	}

	/** A block does not wait for the authenticator. */
	private void testBlock(Sv1Session miner, Sv1Mining mining, Submit submit) {
		MiningChannel channel = mining.channel();
		LiveJob job = job(channel, submit);
		Submission submission = (channel != null && job != null) ? submission(job.job(), channel, submit) : null;
		if (channel != null && job != null && submission != null) {
			this.shares.testBlock(channel, job, submission, submitter(miner, channel, submit, null));
		}
	}

	private Reply submit(Sv1Session miner, Sv1Mining mining, Submit submit) {
		MiningChannel channel = mining.channel();
		LiveJob job = job(channel, submit);
		if (channel == null || job == null) {
			return refuse(mining, submit, RejectReason.JOB_NOT_FOUND);
		}
		Submission submission = submission(job.job(), channel, submit);
		if (submission == null) {
			return refuse(mining, submit, RejectReason.MALFORMED);
		}
		WorkerStanding standing = channel.jobs().pays(job.job()) ? mining.workers().find(submit.worker()) : null;
		Submitter submitter = submitter(miner, channel, submit, standing);
		Reply reply = reply(mining, channel, this.shares.submit(channel, job, submission, submitter));
		return whenBanned(mining, standing, reply);
	}

	private static Submitter submitter(Sv1Session miner, MiningChannel channel, Submit submit,
			@Nullable WorkerStanding standing) {
		return new Submitter(submit.worker(), (standing != null) ? standing.worker() : null, standing, channel,
				miner.listener(), miner.connection().loop());
	}

	private static @Nullable LiveJob job(@Nullable MiningChannel channel, Submit submit) {
		long id = Hex.parseNumber(submit.jobId(), MAX_JOB_ID);
		return (channel != null && id >= 0) ? channel.jobs().find(id) : null;
	}

	private static @Nullable Submission submission(Job job, MiningChannel channel, Submit submit) {
		byte[] extranonce2 = Hex.parseBytes(submit.extranonce2());
		long time = (submit.ntime().length() == NUMBER) ? Hex.parseNumber(submit.ntime(), NUMBER) : -1;
		// Some miners do not pad the nonce
		long nonce = Hex.parseNumber(submit.nonce(), NUMBER);
		String versionBits = submit.versionBits();
		long bits = (versionBits != null) ? Hex.parseNumber(versionBits, NUMBER) : 0;
		if (extranonce2 == null || (time | nonce | bits) < 0) {
			return null;
		}
		return new Submission(extranonce2, (int) time, (int) nonce, version(job, channel.versionMask(), (int) bits));
	}

	/**
	 * BIP310: the bits replace those of the job inside the mask. Bits outside it go into
	 * the header as well, as they did at the miner; the engine refuses the share for
	 * them, unless it is a block.
	 */
	private static int version(Job job, int negotiated, int bits) {
		return (job.version() & ~(negotiated & job.versionMask())) | bits;
	}

	private static Reply reply(Sv1Mining mining, MiningChannel channel, ShareAnswer answer) {
		if (answer instanceof ShareAnswer.Now now) {
			Reply reply = reply(mining, now.result());
			return channel.hasPendingDifficulty() ? reply.then(mining::shareJudged) : reply;
		}
		return Reply.later(((ShareAnswer.Later) answer).result().thenApply((result) -> reply(mining, result)))
			.then(mining::shareJudged);
	}

	private static Reply reply(Sv1Mining mining, ShareResult result) {
		if (!(result instanceof ShareResult.Rejected rejected)) {
			return Reply.TRUE;
		}
		Reply refusal = refusal(rejected.reason());
		return (rejected.reason() == RejectReason.TOO_MANY_SHARES) ? refusal.then(mining::changeExtranonce) : refusal;
	}

	private Reply refuse(Sv1Mining mining, @Nullable Submit submit, RejectReason reason) {
		String name = (submit != null) ? submit.worker() : "";
		WorkerStanding standing = mining.workers().find(name);
		this.shares.rejected(name, standing, reason);
		return whenBanned(mining, standing, refusal(reason));
	}

	/** Who is alone on a connection need not stay on it. */
	private static Reply whenBanned(Sv1Mining mining, @Nullable WorkerStanding standing, Reply reply) {
		return (standing != null && standing.isBanned()) ? reply.then(mining.workers()::checkBans) : reply;
	}

	static Reply refusal(RejectReason reason) {
		return Reply.error(StratumError.of(reason));
	}

}
