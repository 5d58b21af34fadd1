package io.stratum.protocol.sv2;

import java.util.List;

import io.stratum.bitcoin.Target;
import io.stratum.protocol.ProtocolException;

/**
 * A message of the mining protocol about open channels.
 */
public sealed interface ChannelMessage extends Sv2Message {

	/**
	 * The hash rate behind a channel changed.
	 *
	 * @param channelId the channel
	 * @param nominalHashRate expected hashes per second; finite and not negative
	 * @param maximumTarget the easiest target the client wants to work on
	 */
	record UpdateChannel(int channelId, float nominalHashRate,
			Target maximumTarget) implements ChannelMessage, OfChannel, Sv2Request {

		@Override
		public Sv2Refusal refusal(String errorCode) {
			return new UpdateChannelError(this.channelId, errorCode);
		}

		static UpdateChannel decode(Sv2Reader in) throws ProtocolException {
			return new UpdateChannel(in.u32(), in.f32(), in.target());
		}

		void encode(Sv2Writer out) {
			out.u32(this.channelId).f32(this.nominalHashRate).target(this.maximumTarget);
		}

	}

	/**
	 * A change was refused.
	 *
	 * @param channelId the channel
	 * @param errorCode why
	 */
	record UpdateChannelError(int channelId, String errorCode) implements ChannelMessage, OfChannel, Sv2Refusal {

		static UpdateChannelError decode(Sv2Reader in) throws ProtocolException {
			return new UpdateChannelError(in.u32(), in.ascii());
		}

		void encode(Sv2Writer out) {
			out.u32(this.channelId).ascii(this.errorCode);
		}

	}

	/**
	 * A channel ends. Both sides may send it.
	 *
	 * @param channelId the channel, or from a server a group with all of its channels
	 * @param reasonCode why
	 */
	record CloseChannel(int channelId, String reasonCode) implements ChannelMessage, OfChannel {

		static CloseChannel decode(Sv2Reader in) throws ProtocolException {
			return new CloseChannel(in.u32(), in.ascii());
		}

		void encode(Sv2Writer out) {
			out.u32(this.channelId).ascii(this.reasonCode);
		}

	}

	/**
	 * Jobs sent from now on have another extranonce prefix.
	 *
	 * @param channelId the channel, never a group
	 * @param extranoncePrefix the prefix, at most 32 bytes
	 */
	record SetExtranoncePrefix(int channelId, Octets extranoncePrefix) implements ChannelMessage, OfChannel {

		static SetExtranoncePrefix decode(Sv2Reader in) throws ProtocolException {
			return new SetExtranoncePrefix(in.u32(), in.octets32());
		}

		void encode(Sv2Writer out) {
			out.u32(this.channelId).octets32(this.extranoncePrefix);
		}

	}

	/**
	 * Future jobs and jobs sent from now on have another target; the active one keeps its
	 * own.
	 *
	 * @param channelId the channel or group
	 * @param maximumTarget the target
	 */
	record SetTarget(int channelId, Target maximumTarget) implements ChannelMessage, OfChannel {

		static SetTarget decode(Sv2Reader in) throws ProtocolException {
			return new SetTarget(in.u32(), in.target());
		}

		void encode(Sv2Writer out) {
			out.u32(this.channelId).target(this.maximumTarget);
		}

	}

	/**
	 * Channels move to a group.
	 *
	 * @param groupChannelId the group
	 * @param channelIds its new members, at most 65535
	 */
	record SetGroupChannel(int groupChannelId, List<Integer> channelIds) implements ChannelMessage {

		/**
		 * Copies the list.
		 */
		public SetGroupChannel {
			channelIds = List.copyOf(channelIds);
		}

		static SetGroupChannel decode(Sv2Reader in) throws ProtocolException {
			return new SetGroupChannel(in.u32(), in.u32s64k());
		}

		void encode(Sv2Writer out) {
			out.u32(this.groupChannelId).u32s64k(this.channelIds);
		}

	}

}
