package io.stratum.client.sv2;

import io.stratum.bitcoin.Target;
import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannelSuccess;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannelSuccess;

/**
 * On what terms a channel is open, or is wanted.
 *
 * @param channelId the channel
 * @param extended whether it is an extended one
 * @param target the target, the easiest one when wanted
 * @param extranonceSize how many bytes the miner rolls, the least number when wanted
 * @param extranoncePrefix the server's part of the extranonce
 * @param groupId its group
 */
record ChannelTerms(int channelId, boolean extended, Target target, int extranonceSize, Octets extranoncePrefix,
		int groupId) {

	private static final int MAX_EXTRANONCE = 32;

	static ChannelTerms wanted(boolean extended, Target maxTarget, int minExtranonceSize) {
		return new ChannelTerms(0, extended, maxTarget, minExtranonceSize, Octets.EMPTY, 0);
	}

	static ChannelTerms of(OpenStandardMiningChannelSuccess message) {
		return new ChannelTerms(message.channelId(), false, message.target(), 0, message.extranoncePrefix(),
				message.groupChannelId());
	}

	static ChannelTerms of(OpenExtendedMiningChannelSuccess message) {
		return new ChannelTerms(message.channelId(), true, message.target(), message.extranonceSize(),
				message.extranoncePrefix(), message.groupChannelId());
	}

	/**
	 * Checks that the server gives what was wanted.
	 */
	void check(ChannelTerms wanted) throws ProtocolException {
		if (this.extended != wanted.extended) {
			throw new ProtocolException("channel: " + kind() + " (expected: " + wanted.kind() + ")");
		}
		if (this.extended && (this.extranonceSize < wanted.extranonceSize || this.extranonceSize > MAX_EXTRANONCE)) {
			throw new ProtocolException("extranonce size: " + this.extranonceSize + " (expected: "
					+ wanted.extranonceSize + " to " + MAX_EXTRANONCE + ")");
		}
		if (this.target.compareTo(wanted.target) > 0) {
			throw new ProtocolException("target: " + this.target + " (expected: <= " + wanted.target + ")");
		}
		if (this.channelId == this.groupId && this.groupId != 0) {
			throw new ProtocolException("group: " + Integer.toUnsignedString(this.groupId)
					+ " (expected: another number than that of the channel)");
		}
	}

	private String kind() {
		return this.extended ? "extended" : "standard";
	}

}
