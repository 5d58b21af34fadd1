package io.stratum.protocol.sv2;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.EnumMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.stratum.mining.RejectReason;

import static org.assertj.core.api.Assertions.assertThat;

class Sv2ErrorCodeTests {

	@Test
	void everyReasonOfARejectionHasACode() {
		Map<RejectReason, String> codes = new EnumMap<>(RejectReason.class);
		for (RejectReason reason : RejectReason.values()) {
			codes.put(reason, Sv2ErrorCode.ofRejection(reason.tag()));
		}
		assertThat(codes).containsEntry(RejectReason.STALE, "stale-share")
			.containsEntry(RejectReason.JOB_NOT_FOUND, "invalid-job-id")
			.containsEntry(RejectReason.DUPLICATE, "duplicate-share")
			.containsEntry(RejectReason.LOW_DIFFICULTY, "difficulty-too-low")
			.containsEntry(RejectReason.EXTRANONCE_LENGTH, "bad-extranonce-size")
			.containsEntry(RejectReason.VERSION_MASK, "invalid-non-rollable-version-bit")
			.containsEntry(RejectReason.UNAUTHORIZED, "invalid-channel-id")
			.containsEntry(RejectReason.NOT_SUBSCRIBED, "invalid-channel-id")
			.containsEntry(RejectReason.TIME_TOO_NEW, "invalid-share")
			.containsEntry(RejectReason.OTHER, "invalid-share");
	}

	@Test
	void codesArePrintableAscii() throws Exception {
		for (Field field : Sv2ErrorCode.class.getDeclaredFields()) {
			if (Modifier.isPublic(field.getModifiers())) {
				assertThat((String) field.get(null)).matches("[a-z-]{1,64}");
			}
		}
	}

}
