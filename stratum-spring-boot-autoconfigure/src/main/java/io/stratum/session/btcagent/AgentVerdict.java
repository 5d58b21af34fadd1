package io.stratum.session.btcagent;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

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

	private static final Map<RejectReason, Integer> STATUS = statusOfReasons();

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
		return STATUS.getOrDefault(reason, AgentStatus.NO_REASON);
	}

	private static Map<RejectReason, Integer> statusOfReasons() {
		Map<RejectReason, Integer> map = new EnumMap<>(RejectReason.class);
		map.put(RejectReason.UNCONFIRMED, AgentStatus.INTERNAL_ERROR);
		map.put(RejectReason.BUSY, AgentStatus.INTERNAL_ERROR);
		map.put(RejectReason.TOO_MANY_SHARES, AgentStatus.INTERNAL_ERROR);
		map.put(RejectReason.MALFORMED, AgentStatus.ILLEGAL_PARAMETERS);
		map.put(RejectReason.EXTRANONCE_LENGTH, AgentStatus.ILLEGAL_PARAMETERS);
		map.put(RejectReason.JOB_NOT_FOUND, AgentStatus.JOB_NOT_FOUND);
		map.put(RejectReason.STALE, AgentStatus.JOB_NOT_FOUND);
		map.put(RejectReason.DUPLICATE, AgentStatus.DUPLICATE);
		map.put(RejectReason.LOW_DIFFICULTY, AgentStatus.LOW_DIFFICULTY);
		map.put(RejectReason.UNAUTHORIZED, AgentStatus.UNAUTHORIZED);
		map.put(RejectReason.BANNED, AgentStatus.BANNED);
		map.put(RejectReason.NOT_SUBSCRIBED, AgentStatus.NOT_SUBSCRIBED);
		map.put(RejectReason.TIME_TOO_OLD, AgentStatus.TIME_TOO_OLD);
		map.put(RejectReason.TIME_TOO_NEW, AgentStatus.TIME_TOO_NEW);
		map.put(RejectReason.VERSION_MASK, AgentStatus.ILLEGAL_VERSION_MASK);
		return Collections.unmodifiableMap(map);
	}

}
