package io.stratum.session.sv1;

import java.util.EnumMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.stratum.mining.RejectReason;
import io.stratum.session.StratumError;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Sv1ErrorCode}.
 */
class Sv1ErrorCodeTests {

	@Test
	void everyReasonHasACode() {
		Map<RejectReason, Integer> codes = new EnumMap<>(RejectReason.class);
		for (RejectReason reason : RejectReason.values()) {
			int code = Sv1ErrorCode.of(StratumError.of(reason));
			if (code != 20) {
				codes.put(reason, code);
			}
		}
		assertThat(codes).isEqualTo(Map.of(RejectReason.JOB_NOT_FOUND, 21, RejectReason.STALE, 21,
				RejectReason.DUPLICATE, 22, RejectReason.LOW_DIFFICULTY, 23, RejectReason.UNAUTHORIZED, 24,
				RejectReason.BANNED, 24, RejectReason.NOT_SUBSCRIBED, 25));
	}

	@Test
	void anErrorMayHaveACodeOfItsOwn() {
		assertThat(Sv1ErrorCode.of(StratumError.of(42, "No"))).isEqualTo(42);
		assertThat(Sv1ErrorCode.of(StratumError.METHOD_NOT_FOUND)).isEqualTo(-3);
		assertThat(Sv1ErrorCode.of(StratumError.INTERNAL)).isEqualTo(20);
		assertThat(Sv1ErrorCode.of(StratumError.of(RejectReason.UNAUTHORIZED, "Locked"))).isEqualTo(24);
	}

}
