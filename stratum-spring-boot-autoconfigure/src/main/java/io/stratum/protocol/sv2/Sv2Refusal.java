package io.stratum.protocol.sv2;

/**
 * A message of a server that refuses a {@link Sv2Request}.
 */
public sealed interface Sv2Refusal extends Sv2Message permits CommonMessage.SetupConnectionError,
		OpenChannelMessage.OpenMiningChannelError, ChannelMessage.UpdateChannelError, ShareMessage.SubmitSharesError,
		CustomJobMessage.SetCustomMiningJobError, ExtensionMessage.RequestExtensionsError {

}
