package io.stratum.protocol.sv2;

/**
 * A message of a client that a server can refuse.
 */
public sealed interface Sv2Request extends Sv2Message
		permits CommonMessage.SetupConnection, OpenChannelMessage.OpenStandardMiningChannel,
		OpenChannelMessage.OpenExtendedMiningChannel, ChannelMessage.UpdateChannel, ShareMessage.SubmitSharesStandard,
		ShareMessage.SubmitSharesExtended, CustomJobMessage.SetCustomMiningJob, ExtensionMessage.RequestExtensions {

	/**
	 * The message that refuses this one.
	 * @param errorCode the reason, one of {@link Sv2ErrorCode} or another; not told of
	 * extensions, whose refusal has no field for it
	 * @return the refusal
	 */
	Sv2Refusal refusal(String errorCode);

}
