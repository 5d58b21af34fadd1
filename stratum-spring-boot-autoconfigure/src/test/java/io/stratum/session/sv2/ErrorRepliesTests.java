package io.stratum.session.sv2;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Target;
import io.stratum.mining.RejectReason;
import io.stratum.protocol.sv2.ChannelMessage.CloseChannel;
import io.stratum.protocol.sv2.ChannelMessage.UpdateChannel;
import io.stratum.protocol.sv2.ChannelMessage.UpdateChannelError;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionError;
import io.stratum.protocol.sv2.CustomJobMessage.SetCustomMiningJob;
import io.stratum.protocol.sv2.CustomJobMessage.SetCustomMiningJobError;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensions;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensionsError;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannel;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenMiningChannelError;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannel;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesError;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesExtended;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesStandard;
import io.stratum.protocol.sv2.Sv2Request;
import io.stratum.session.StratumError;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ErrorReplies}.
 */
class ErrorRepliesTests {

	private static final Octets NONE = Octets.EMPTY;

	private static final SubmitSharesStandard SHARE = new SubmitSharesStandard(1, 2, 3, 4, 5, 6);

	private static final OpenStandardMiningChannel OPEN = new OpenStandardMiningChannel(7, NONE, 1, Target.MAX);

	private static final UpdateChannel UPDATE = new UpdateChannel(1, 1, Target.MAX);

	private static final List<Sv2Request> REQUESTS = List.of(SHARE,
			new SubmitSharesExtended(1, 2, 3, 4, 5, 6, NONE, NONE), OPEN,
			new OpenExtendedMiningChannel(7, NONE, 1, Target.MAX, 8), UPDATE,
			new SetupConnection(0, 2, 2, 0, NONE, 0, NONE, NONE, NONE, NONE),
			new SetCustomMiningJob(1, 7, NONE, 2, Hash256.ZERO, 0, 0, 2, NONE, 0, NONE, 0, List.of()),
			new RequestExtensions(7, List.of(1)));

	@Test
	void everyReasonRefusesAShareWithACodeOfItsOwn() {
		Map<RejectReason, String> codes = new EnumMap<>(RejectReason.class);
		for (RejectReason reason : RejectReason.values()) {
			SubmitSharesError refusal = (SubmitSharesError) ErrorReplies.of(SHARE, StratumError.of(reason));
			codes.put(reason, refusal.errorCode());
		}
		assertThat(codes).containsEntry(RejectReason.STALE, "stale-share")
			.containsEntry(RejectReason.JOB_NOT_FOUND, "invalid-job-id")
			.containsEntry(RejectReason.DUPLICATE, "duplicate-share")
			.containsEntry(RejectReason.LOW_DIFFICULTY, "difficulty-too-low")
			.containsEntry(RejectReason.EXTRANONCE_LENGTH, "bad-extranonce-size")
			.containsEntry(RejectReason.VERSION_MASK, "invalid-non-rollable-version-bit")
			.containsEntry(RejectReason.UNAUTHORIZED, "invalid-channel-id")
			.containsEntry(RejectReason.BANNED, "invalid-channel-id")
			.containsEntry(RejectReason.NOT_SUBSCRIBED, "invalid-channel-id")
			.containsEntry(RejectReason.TIME_TOO_NEW, "invalid-share")
			.containsEntry(RejectReason.OTHER, "invalid-share");
	}

	@Test
	void everyReasonRefusesEveryRequestWithItsOwnMessage() {
		for (Sv2Request request : REQUESTS) {
			for (RejectReason reason : RejectReason.values()) {
				assertThat(ErrorReplies.of(request, StratumError.of(reason))).as("%s of %s", reason, request)
					.isInstanceOfAny(SubmitSharesError.class, OpenMiningChannelError.class, UpdateChannelError.class,
							SetupConnectionError.class, SetCustomMiningJobError.class, RequestExtensionsError.class);
			}
		}
	}

	@Test
	void aRefusalNamesWhatItAnswers() {
		StratumError unauthorized = StratumError.of(RejectReason.UNAUTHORIZED);
		assertThat(ErrorReplies.of(SHARE, unauthorized)).isEqualTo(new SubmitSharesError(1, 2, "invalid-channel-id"));
		assertThat(ErrorReplies.of(OPEN, unauthorized)).isEqualTo(new OpenMiningChannelError(7, "unknown-user"));
		assertThat(ErrorReplies.of(UPDATE, unauthorized)).isEqualTo(new UpdateChannelError(1, "invalid-channel-id"));
		assertThat(ErrorReplies.of(OPEN, StratumError.of(RejectReason.BUSY)))
			.isEqualTo(new OpenMiningChannelError(7, "busy"));
	}

	@Test
	void aRequestThatNobodyHandlesIsRefusedAsNotSupported() {
		assertThat(REQUESTS).extracting((request) -> ErrorReplies.of(request, StratumError.METHOD_NOT_FOUND))
			.contains(new SetupConnectionError(0, "unsupported-protocol"),
					new SetCustomMiningJobError(1, 7, "jd-not-supported"),
					new RequestExtensionsError(7, List.of(1), List.of()));
	}

	@Test
	void whatIsNoRequestCannotBeRefused() {
		assertThat(ErrorReplies.of(new CloseChannel(1, "done"), StratumError.METHOD_NOT_FOUND)).isNull();
	}

}
