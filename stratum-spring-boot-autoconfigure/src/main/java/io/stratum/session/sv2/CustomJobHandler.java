package io.stratum.session.sv2;

import java.util.List;

import io.stratum.bitcoin.TxOutput;
import io.stratum.engine.CustomJobs;
import io.stratum.engine.MiningEngine;
import io.stratum.mining.CustomJob;
import io.stratum.mining.Worker;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.CustomJobMessage.SetCustomMiningJob;
import io.stratum.protocol.sv2.CustomJobMessage.SetCustomMiningJobError;
import io.stratum.protocol.sv2.CustomJobMessage.SetCustomMiningJobSuccess;
import io.stratum.protocol.sv2.Sv2ErrorCode;
import io.stratum.session.Reply;
import io.stratum.session.StratumSession;

/**
 * Takes the jobs of clients that select their work. The answer waits for the policy of
 * the pool; other requests of the channel are answered after it.
 */
final class CustomJobHandler {

	private final MiningEngine engine;

	private final CustomJobs customJobs;

	private final Sv2Settings settings;

	CustomJobHandler(MiningEngine engine, CustomJobs customJobs, Sv2Settings settings) {
		this.engine = engine;
		this.customJobs = customJobs;
		this.settings = settings;
	}

	Reply set(StratumSession session, SetCustomMiningJob message) {
		Sv2Session peer = (Sv2Session) session;
		if (!peer.requires(SetupConnection.REQUIRES_WORK_SELECTION)) {
			return refuse(message, Sv2ErrorCode.JD_NOT_SUPPORTED);
		}
		Sv2Mining mining = peer.mining(this.engine, this.settings);
		List<Sv2Channel> channels = mining.channels().extended(message.channelId());
		if (channels.isEmpty()) {
			return refuse(message, Sv2ErrorCode.INVALID_CHANNEL_ID);
		}
		List<TxOutput> outputs;
		try {
			outputs = TxOutput.readAll(message.coinbaseTxOutputs().toByteArray());
		}
		catch (IllegalArgumentException ex) {
			peer.debug("custom job refused: " + ex.getMessage());
			return refuse(message, Sv2ErrorCode.INVALID_COINBASE_TX_OUTPUTS);
		}
		return Reply.later(this.customJobs
			.propose(proposal(channels.get(0).worker(), message, outputs), peer.remoteAddress().getAddress())
			.thenApplyAsync((outcome) -> concluded(peer, mining, message, outcome), peer.connection().loop()));
	}

	private static CustomJob proposal(Worker worker, SetCustomMiningJob message, List<TxOutput> outputs) {
		CustomJob.Coinbase coinbase = new CustomJob.Coinbase(message.coinbaseTxVersion(),
				message.coinbasePrefix().toByteArray(), message.coinbaseTxInputSequence(), outputs,
				message.coinbaseTxLocktime());
		return new CustomJob(worker, message.miningJobToken().toByteArray(), message.version(), message.prevHash(),
				message.minNtime(), message.nbits(), coinbase, message.merklePath());
	}

	private static Reply concluded(Sv2Session session, Sv2Mining mining, SetCustomMiningJob message,
			CustomJobs.Outcome outcome) {
		if (!session.isOpen()) {
			return Reply.NONE;
		}
		if (outcome instanceof CustomJobs.Outcome.Refused refused) {
			session.debug("custom job refused: " + refused.text());
			return refuse(message, refused.code());
		}
		List<Sv2Channel> channels = mining.channels().extended(message.channelId());
		if (channels.isEmpty()) {
			return refuse(message, Sv2ErrorCode.INVALID_CHANNEL_ID);
		}
		CustomJobs.Outcome.Accepted accepted = (CustomJobs.Outcome.Accepted) outcome;
		mining.accept(channels, accepted.job());
		return Reply
			.of(new SetCustomMiningJobSuccess(message.channelId(), message.requestId(), JobFrames.id(accepted.job())));
	}

	private static Reply refuse(SetCustomMiningJob message, String code) {
		return Reply.of(new SetCustomMiningJobError(message.channelId(), message.requestId(), code));
	}

}
