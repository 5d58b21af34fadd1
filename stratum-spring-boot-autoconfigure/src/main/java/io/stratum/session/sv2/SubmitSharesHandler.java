package io.stratum.session.sv2;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.MiningEngine;
import io.stratum.engine.share.ShareAnswer;
import io.stratum.engine.share.Shares;
import io.stratum.engine.share.Submitter;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Worker;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.share.ShareResult;
import io.stratum.mining.share.Submission;
import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesError;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesExtended;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesStandard;
import io.stratum.protocol.sv2.Sv2ErrorCode;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.StratumSession;

/**
 * Takes shares of both kinds of channels. What has no header is refused here; everything
 * else is judged by the engine, so that no block is lost.
 */
final class SubmitSharesHandler {

	private static final byte[] NO_BYTES = {};

	private final MiningEngine engine;

	private final Shares shares;

	private final Sv2Settings settings;

	private final boolean rollsVersion;

	SubmitSharesHandler(MiningEngine engine, Sv2Settings settings) {
		this.engine = engine;
		this.shares = engine.shares();
		this.settings = settings;
		this.rollsVersion = JobFrames.rollsVersion(engine);
	}

	Reply submit(StratumSession session, SubmitSharesStandard message) {
		Sv2Session peer = (Sv2Session) session;
		Sv2Channel channel = peer.mining(this.engine, this.settings).channels().find(message.channelId());
		if (channel == null || !channel.isStandard()) {
			return refuseChannel(message.channelId(), message.sequenceNumber());
		}
		return submit(peer, new Submitted(channel, message.sequenceNumber(), message.jobId(), channel.worker(),
				new Submission(NO_BYTES, message.ntime(), message.nonce(), message.version())));
	}

	Reply submit(StratumSession session, SubmitSharesExtended message) {
		Sv2Session peer = (Sv2Session) session;
		Sv2Channel channel = peer.mining(this.engine, this.settings).channels().find(message.channelId());
		if (channel == null || channel.isStandard()) {
			return refuseChannel(message.channelId(), message.sequenceNumber());
		}
		Worker worker = worker(peer, channel, message);
		if (worker == null) {
			return refuse(peer, channel, channel.worker(), RejectReason.MALFORMED);
		}
		if (message.extranonce().length() != this.engine.extranonce2Size()) {
			return refuse(peer, channel, worker, RejectReason.EXTRANONCE_LENGTH);
		}
		return submit(peer, new Submitted(channel, message.sequenceNumber(), message.jobId(), worker, new Submission(
				message.extranonce().toByteArray(), message.ntime(), message.nonce(), message.version())));
	}

	/**
	 * Behind a proxy the share names who found it, by itself or after the account that
	 * the channel was opened for; who is paid for it is a matter of the channel. The name
	 * of one account never passes for that of another.
	 * @return the worker, or null if its name is no field of a message
	 */
	private static @Nullable Worker worker(Sv2Session session, Sv2Channel channel, SubmitSharesExtended message) {
		if (message.tlvs().length() == 0) {
			return channel.worker();
		}
		try {
			Octets identity = message.userIdentity(session.negotiated());
			return (identity == null || identity.length() == 0) ? channel.worker()
					: channel.workerBehind(identity.text());
		}
		catch (ProtocolException ex) {
			session.debug("malformed share: " + ex.getMessage());
			return null;
		}
	}

	private Reply submit(Sv2Session session, Submitted share) {
		LiveJob job = share.channel().mining().jobs().find(Integer.toUnsignedLong(share.jobId()));
		if (job == null) {
			return refuse(session, share.channel(), share.worker(), RejectReason.JOB_NOT_FOUND);
		}
		MiningChannel channel = share.channel().mining();
		Submitter submitter = new Submitter(share.worker().name(), share.worker(), share.channel().standing(), channel,
				session.listener(), session.connection().loop());
		ShareAnswer answer = this.shares.submit(channel, job, share.submission(), submitter);
		Sv2Mining mining = session.mining(this.engine, this.settings);
		Reply reply = (answer instanceof ShareAnswer.Now now) ? reply(mining, share, now.result()) : Reply
			.later(((ShareAnswer.Later) answer).result().thenApply((result) -> reply(mining, share, result)));
		return whenBanned(mining, share.channel(), reply);
	}

	/**
	 * Shares are acknowledged in batches, so that an accepted one has no message of its
	 * own. What follows a reply happens on the loop, in the order of the shares.
	 */
	private Reply reply(Sv2Mining mining, Submitted share, ShareResult result) {
		Sv2Channel channel = share.channel();
		if (result instanceof ShareResult.Accepted accepted) {
			return Reply.TRUE.then(() -> mining.accepted(channel, share.sequenceNumber(), accepted));
		}
		RejectReason reason = ((ShareResult.Rejected) result).reason();
		if (reason == RejectReason.VERSION_MASK && !this.rollsVersion) {
			return Reply.of(new SubmitSharesError(channel.id(), share.sequenceNumber(),
					Sv2ErrorCode.VERSION_ROLLING_NOT_ALLOWED));
		}
		Reply refusal = Reply.error(StratumError.of(reason));
		return (reason == RejectReason.TOO_MANY_SHARES) ? refusal.then(() -> mining.changeExtranonce(channel))
				: refusal.then(() -> mining.judged(channel));
	}

	private Reply refuseChannel(int channelId, int sequenceNumber) {
		this.shares.rejected("", null, RejectReason.NOT_SUBSCRIBED);
		return Reply.of(new SubmitSharesError(channelId, sequenceNumber, Sv2ErrorCode.INVALID_CHANNEL_ID));
	}

	private Reply refuse(Sv2Session session, Sv2Channel channel, Worker worker, RejectReason reason) {
		this.shares.rejected(worker.name(), channel.standing(), reason);
		return whenBanned(session.mining(this.engine, this.settings), channel, Reply.error(StratumError.of(reason)));
	}

	private static Reply whenBanned(Sv2Mining mining, Sv2Channel channel, Reply reply) {
		return channel.standing().isBanned() ? reply.then(mining::checkBans) : reply;
	}

	/**
	 * A share of a channel.
	 *
	 * @param channel the channel
	 * @param sequenceNumber the client's number for it
	 * @param jobId the job
	 * @param worker who found it
	 * @param submission the share
	 */
	private record Submitted(Sv2Channel channel, int sequenceNumber, int jobId, Worker worker, Submission submission) {
	}

}
