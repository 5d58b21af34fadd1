package io.stratum.session.sv2;

import io.stratum.bitcoin.Target;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannel;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenMiningChannelError;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannel;
import io.stratum.session.Reply;

/**
 * What a client wants of a channel of either kind.
 *
 * @param requestId its number for the request
 * @param standard whether the channel is for header-only mining
 * @param identity whose shares they are; untrusted text
 * @param hashRate expected hashes per second
 * @param maxTarget the easiest target
 */
record ChannelRequest(int requestId, boolean standard, String identity, float hashRate, Target maxTarget) {

	static ChannelRequest of(OpenStandardMiningChannel open) {
		return new ChannelRequest(open.requestId(), true, open.userIdentity().text(), open.nominalHashRate(),
				open.maxTarget());
	}

	static ChannelRequest of(OpenExtendedMiningChannel open) {
		return new ChannelRequest(open.requestId(), false, open.userIdentity().text(), open.nominalHashRate(),
				open.maxTarget());
	}

	Reply refuse(String code) {
		return Reply.of(new OpenMiningChannelError(this.requestId, code));
	}

}
