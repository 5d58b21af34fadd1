package io.stratum.session.btcagent;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.RejectReason;
import io.stratum.mining.share.ShareResult;
import io.stratum.protocol.btcagent.AgentStatus;
import io.stratum.session.StratumError;

/**
 * The verdict on a share with the miner that it counts for.
 *
 * @param worker the miner, or null if it is not registered
 * @param result the verdict
 */
record AgentVerdict(@Nullable AgentWorker worker, ShareResult result) {

	/**
	 * Counts the share.
	 * @return the status to answer with
	 */
	int conclude(long nowNanos) {
		if (this.result instanceof ShareResult.Rejected rejected) {
			if (this.worker != null) {
				this.worker.shareRejected();
			}
			return status(rejected.reason());
		}
		if (this.worker != null) {
			this.worker.shareAccepted(nowNanos);
		}
		return (this.result.blockHeader() != null) ? AgentStatus.SOLVED : AgentStatus.ACCEPTED;
	}

	static int status(StratumError error) {
		if (error == StratumError.METHOD_NOT_FOUND) {
			return AgentStatus.ILLEGAL_METHOD;
		}
		return (error == StratumError.INTERNAL) ? AgentStatus.INTERNAL_ERROR : status(error.reason());
	}

	private static int status(RejectReason reason) {
		return switch (reason) {
			case OTHER -> AgentStatus.NO_REASON;
			case UNCONFIRMED, BUSY, TOO_MANY_SHARES -> AgentStatus.INTERNAL_ERROR;
			case MALFORMED, EXTRANONCE_LENGTH -> AgentStatus.ILLEGAL_PARAMETERS;
			case JOB_NOT_FOUND, STALE -> AgentStatus.JOB_NOT_FOUND;
			case DUPLICATE -> AgentStatus.DUPLICATE;
			case LOW_DIFFICULTY -> AgentStatus.LOW_DIFFICULTY;
			case UNAUTHORIZED -> AgentStatus.UNAUTHORIZED;
			case BANNED -> AgentStatus.BANNED;
			case NOT_SUBSCRIBED -> AgentStatus.NOT_SUBSCRIBED;
			case TIME_TOO_OLD -> AgentStatus.TIME_TOO_OLD;
			case TIME_TOO_NEW -> AgentStatus.TIME_TOO_NEW;
			case VERSION_MASK -> AgentStatus.ILLEGAL_VERSION_MASK;
		};
	}

}
