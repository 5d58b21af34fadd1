package io.stratum.session.btcagent;

import java.util.EnumMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.stratum.mining.RejectReason;
import io.stratum.protocol.btcagent.AgentStatus;
import io.stratum.session.StratumError;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AgentVerdict}.
 */
class AgentVerdictTests {

	@Test
	void everyReasonHasAStatus() {
		Map<RejectReason, Integer> status = new EnumMap<>(RejectReason.class);
		for (RejectReason reason : RejectReason.values()) {
			status.put(reason, AgentVerdict.status(StratumError.of(reason)));
		}
		assertThat(status).allSatisfy((reason, value) -> assertThat(AgentStatus.isAccepted(value)).isFalse())
			.containsEntry(RejectReason.OTHER, AgentStatus.NO_REASON)
			.containsEntry(RejectReason.UNCONFIRMED, AgentStatus.INTERNAL_ERROR)
			.containsEntry(RejectReason.BUSY, AgentStatus.INTERNAL_ERROR)
			.containsEntry(RejectReason.TOO_MANY_SHARES, AgentStatus.INTERNAL_ERROR)
			.containsEntry(RejectReason.MALFORMED, AgentStatus.ILLEGAL_PARAMETERS)
			.containsEntry(RejectReason.EXTRANONCE_LENGTH, AgentStatus.ILLEGAL_PARAMETERS)
			.containsEntry(RejectReason.JOB_NOT_FOUND, AgentStatus.JOB_NOT_FOUND)
			.containsEntry(RejectReason.STALE, AgentStatus.JOB_NOT_FOUND)
			.containsEntry(RejectReason.DUPLICATE, AgentStatus.DUPLICATE)
			.containsEntry(RejectReason.LOW_DIFFICULTY, AgentStatus.LOW_DIFFICULTY)
			.containsEntry(RejectReason.UNAUTHORIZED, AgentStatus.UNAUTHORIZED)
			.containsEntry(RejectReason.BANNED, AgentStatus.BANNED)
			.containsEntry(RejectReason.NOT_SUBSCRIBED, AgentStatus.NOT_SUBSCRIBED)
			.containsEntry(RejectReason.TIME_TOO_OLD, AgentStatus.TIME_TOO_OLD)
			.containsEntry(RejectReason.TIME_TOO_NEW, AgentStatus.TIME_TOO_NEW)
			.containsEntry(RejectReason.VERSION_MASK, AgentStatus.ILLEGAL_VERSION_MASK);
	}

	@Test
	void whatNobodyHandlesAndWhatFailedHaveAStatusOfTheirOwn() {
		assertThat(AgentVerdict.status(StratumError.METHOD_NOT_FOUND)).isEqualTo(AgentStatus.ILLEGAL_METHOD);
		assertThat(AgentVerdict.status(StratumError.INTERNAL)).isEqualTo(AgentStatus.INTERNAL_ERROR);
	}

}
