package io.stratum.protocol.sv2;

/**
 * A message of Stratum V2. The records are named as in the specification, with their
 * fields in its order.
 */
public sealed interface Sv2Message permits CommonMessage, OpenChannelMessage, ChannelMessage, JobMessage,
		CustomJobMessage, ShareMessage, ExtensionMessage, UnknownMessage, Sv2Request, Sv2Refusal {

}
