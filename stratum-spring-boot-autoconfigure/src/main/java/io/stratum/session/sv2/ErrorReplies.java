package io.stratum.session.sv2;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.RejectReason;
import io.stratum.protocol.sv2.ChannelMessage.UpdateChannel;
import io.stratum.protocol.sv2.ChannelMessage.UpdateChannelError;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionError;
import io.stratum.protocol.sv2.CustomJobMessage.SetCustomMiningJob;
import io.stratum.protocol.sv2.CustomJobMessage.SetCustomMiningJobError;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensions;
import io.stratum.protocol.sv2.ExtensionMessage.RequestExtensionsError;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannel;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenMiningChannelError;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannel;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesError;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesExtended;
import io.stratum.protocol.sv2.ShareMessage.SubmitSharesStandard;
import io.stratum.protocol.sv2.Sv2ErrorCode;
import io.stratum.protocol.sv2.Sv2Message;
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
	static @Nullable Sv2Message of(Sv2Message request, StratumError error) {
		RejectReason reason = error.reason();
		if (request instanceof SubmitSharesStandard submit) {
			return submit(submit.channelId(), submit.sequenceNumber(), reason);
		}
		if (request instanceof SubmitSharesExtended submit) {
			return submit(submit.channelId(), submit.sequenceNumber(), reason);
		}
		if (request instanceof OpenStandardMiningChannel open) {
			return new OpenMiningChannelError(open.requestId(), openCode(reason));
		}
		if (request instanceof OpenExtendedMiningChannel open) {
			return new OpenMiningChannelError(open.requestId(), openCode(reason));
		}
		if (request instanceof UpdateChannel update) {
			return new UpdateChannelError(update.channelId(), updateCode(reason));
		}
		return ofConnection(request, error);
	}

	private static @Nullable Sv2Message ofConnection(Sv2Message request, StratumError error) {
		boolean unhandled = error == StratumError.METHOD_NOT_FOUND;
		String tag = error.reason().tag();
		if (request instanceof SetupConnection) {
			return new SetupConnectionError(0, unhandled ? Sv2ErrorCode.UNSUPPORTED_PROTOCOL : tag);
		}
		if (request instanceof SetCustomMiningJob job) {
			return new SetCustomMiningJobError(job.channelId(), job.requestId(),
					unhandled ? Sv2ErrorCode.JD_NOT_SUPPORTED : tag);
		}
		if (request instanceof RequestExtensions extensions) {
			return new RequestExtensionsError(extensions.requestId(), extensions.requestedExtensions(), List.of());
		}
		return null;
	}

	/**
	 * Whether a message is one of those that refuse a request.
	 */
	static boolean isError(Sv2Message message) {
		return message instanceof SubmitSharesError || message instanceof OpenMiningChannelError
				|| message instanceof UpdateChannelError || message instanceof SetupConnectionError
				|| message instanceof SetCustomMiningJobError || message instanceof RequestExtensionsError;
	}

	private static Sv2Message submit(int channelId, int sequenceNumber, RejectReason reason) {
		return new SubmitSharesError(channelId, sequenceNumber, Sv2ErrorCode.ofRejection(reason.tag()));
	}

	private static String openCode(RejectReason reason) {
		return (reason == RejectReason.UNAUTHORIZED) ? Sv2ErrorCode.UNKNOWN_USER : reason.tag();
	}

	private static String updateCode(RejectReason reason) {
		return (reason == RejectReason.UNAUTHORIZED || reason == RejectReason.NOT_SUBSCRIBED)
				? Sv2ErrorCode.INVALID_CHANNEL_ID : reason.tag();
	}

}
