package io.stratum.session.sv2;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.RejectReason;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.CustomJobMessage.SetCustomMiningJob;
import io.stratum.protocol.sv2.OfChannel;
import io.stratum.protocol.sv2.OpenChannelMessage;
import io.stratum.protocol.sv2.ShareMessage;
import io.stratum.protocol.sv2.Sv2ErrorCode;
import io.stratum.protocol.sv2.Sv2Message;
import io.stratum.protocol.sv2.Sv2Refusal;
import io.stratum.protocol.sv2.Sv2Request;
import io.stratum.session.StratumError;

/**
 * The error message that belongs to a request.
 */
final class ErrorReplies {

	private ErrorReplies() {
	}

	/**
	 * The error message of a refusal.
	 * @return the message, or null if there is none for the request
	 */
	static @Nullable Sv2Refusal of(Sv2Message message, StratumError error) {
		return (message instanceof Sv2Request request) ? request.refusal(code(request, error)) : null;
	}

	private static String code(Sv2Request request, StratumError error) {
		if (error == StratumError.METHOD_NOT_FOUND && request instanceof SetupConnection) {
			return Sv2ErrorCode.UNSUPPORTED_PROTOCOL;
		}
		if (error == StratumError.METHOD_NOT_FOUND && request instanceof SetCustomMiningJob) {
			return Sv2ErrorCode.JD_NOT_SUPPORTED;
		}
		return code(request, error.reason());
	}

	/** What is no matter of a share goes by its name in all dialects. */
	private static String code(Sv2Request request, RejectReason reason) {
		boolean share = request instanceof ShareMessage;
		return switch (reason) {
			case JOB_NOT_FOUND -> Sv2ErrorCode.INVALID_JOB_ID;
			case STALE -> Sv2ErrorCode.STALE_SHARE;
			case DUPLICATE -> Sv2ErrorCode.DUPLICATE_SHARE;
			case LOW_DIFFICULTY -> Sv2ErrorCode.DIFFICULTY_TOO_LOW;
			case VERSION_MASK -> Sv2ErrorCode.INVALID_NON_ROLLABLE_VERSION_BIT;
			case EXTRANONCE_LENGTH -> Sv2ErrorCode.BAD_EXTRANONCE_SIZE;
			case UNAUTHORIZED ->
				(request instanceof OpenChannelMessage) ? Sv2ErrorCode.UNKNOWN_USER : ofChannel(request, reason);
			case NOT_SUBSCRIBED -> ofChannel(request, reason);
			case BANNED -> share ? Sv2ErrorCode.INVALID_CHANNEL_ID : Sv2ErrorCode.BANNED;
			case OTHER, UNCONFIRMED, BUSY, MALFORMED, TIME_TOO_OLD, TIME_TOO_NEW, TOO_MANY_SHARES ->
				share ? Sv2ErrorCode.INVALID_SHARE : reason.tag();
		};
	}

	private static String ofChannel(Sv2Request request, RejectReason reason) {
		return (request instanceof OfChannel) ? Sv2ErrorCode.INVALID_CHANNEL_ID : reason.tag();
	}

}
