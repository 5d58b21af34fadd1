package io.stratum.protocol.sv2;

import io.stratum.bitcoin.Target;
import io.stratum.protocol.ProtocolException;

/**
 * A message of the mining protocol by which a channel is opened.
 */
public sealed interface OpenChannelMessage extends Sv2Message {

	/**
	 * A client wants a channel for header-only mining.
	 *
	 * @param requestId the client's number for the request
	 * @param userIdentity whose shares they are; any bytes, usually
	 * {@code account.worker}
	 * @param nominalHashRate expected hashes per second; finite and not negative
	 * @param maxTarget the easiest target the client wants to work on
	 */
	record OpenStandardMiningChannel(int requestId, Octets userIdentity, float nominalHashRate,
			Target maxTarget) implements OpenChannelMessage, Sv2Request {

		@Override
		public Sv2Refusal refusal(String errorCode) {
			return new OpenMiningChannelError(this.requestId, errorCode);
		}

		static OpenStandardMiningChannel decode(Sv2Reader in) throws ProtocolException {
			return new OpenStandardMiningChannel(in.u32(), in.string(), in.f32(), in.target());
		}

		void encode(Sv2Writer out) {
			out.u32(this.requestId).string(this.userIdentity).f32(this.nominalHashRate).target(this.maxTarget);
		}

	}

	/**
	 * A standard channel is open.
	 *
	 * @param requestId the client's number for the request
	 * @param channelId the channel, unique on the connection
	 * @param target the target shares have to meet at first
	 * @param extranoncePrefix the extranonce of the channel, at most 32 bytes
	 * @param groupChannelId the group that the channel belongs to
	 */
	record OpenStandardMiningChannelSuccess(int requestId, int channelId, Target target, Octets extranoncePrefix,
			int groupChannelId) implements OpenChannelMessage {

		static OpenStandardMiningChannelSuccess decode(Sv2Reader in) throws ProtocolException {
			return new OpenStandardMiningChannelSuccess(in.u32(), in.u32(), in.target(), in.octets32(), in.u32());
		}

		void encode(Sv2Writer out) {
			out.u32(this.requestId).u32(this.channelId).target(this.target);
			out.octets32(this.extranoncePrefix).u32(this.groupChannelId);
		}

	}

	/**
	 * A channel of either kind is not opened.
	 *
	 * @param requestId the client's number for the request
	 * @param errorCode why
	 */
	record OpenMiningChannelError(int requestId, String errorCode) implements OpenChannelMessage, Sv2Refusal {

		static OpenMiningChannelError decode(Sv2Reader in) throws ProtocolException {
			return new OpenMiningChannelError(in.u32(), in.ascii());
		}

		void encode(Sv2Writer out) {
			out.u32(this.requestId).ascii(this.errorCode);
		}

	}

	/**
	 * A client wants a channel on which it can roll a part of the extranonce.
	 *
	 * @param requestId the client's number for the request
	 * @param userIdentity whose shares they are; any bytes, usually
	 * {@code account.worker}
	 * @param nominalHashRate expected hashes per second; finite and not negative
	 * @param maxTarget the easiest target the client wants to work on
	 * @param minExtranonceSize how many bytes it has to be able to roll, U16
	 */
	record OpenExtendedMiningChannel(int requestId, Octets userIdentity, float nominalHashRate, Target maxTarget,
			int minExtranonceSize) implements OpenChannelMessage, Sv2Request {

		@Override
		public Sv2Refusal refusal(String errorCode) {
			return new OpenMiningChannelError(this.requestId, errorCode);
		}

		static OpenExtendedMiningChannel decode(Sv2Reader in) throws ProtocolException {
			return new OpenExtendedMiningChannel(in.u32(), in.string(), in.f32(), in.target(), in.u16());
		}

		void encode(Sv2Writer out) {
			out.u32(this.requestId).string(this.userIdentity).f32(this.nominalHashRate);
			out.target(this.maxTarget).u16(this.minExtranonceSize);
		}

	}

	/**
	 * An extended channel is open.
	 *
	 * @param requestId the client's number for the request
	 * @param channelId the channel, unique on the connection
	 * @param target the target shares have to meet at first
	 * @param extranonceSize how many bytes the client rolls, U16
	 * @param extranoncePrefix what comes before them, at most 32 bytes
	 * @param groupChannelId the group that the channel belongs to; older clients ignore
	 * it
	 */
	record OpenExtendedMiningChannelSuccess(int requestId, int channelId, Target target, int extranonceSize,
			Octets extranoncePrefix, int groupChannelId) implements OpenChannelMessage {

		static OpenExtendedMiningChannelSuccess decode(Sv2Reader in) throws ProtocolException {
			return new OpenExtendedMiningChannelSuccess(in.u32(), in.u32(), in.target(), in.u16(), in.octets32(),
					in.u32());
		}

		void encode(Sv2Writer out) {
			out.u32(this.requestId).u32(this.channelId).target(this.target).u16(this.extranonceSize);
			out.octets32(this.extranoncePrefix).u32(this.groupChannelId);
		}

	}

}
