package io.stratum.protocol.sv2;

import java.util.function.IntPredicate;

import org.jspecify.annotations.Nullable;

import io.stratum.protocol.ProtocolException;

/**
 * A message of the mining protocol about shares.
 */
public sealed interface ShareMessage extends Sv2Message {

	/**
	 * A share of a standard channel.
	 *
	 * @param channelId the channel
	 * @param sequenceNumber the client's number for the share
	 * @param jobId the job
	 * @param nonce the nonce of the header
	 * @param ntime the time of the header
	 * @param version the whole version field of the header
	 */
	record SubmitSharesStandard(int channelId, int sequenceNumber, int jobId, int nonce, int ntime,
			int version) implements ShareMessage, OfChannel, Sv2Request {

		@Override
		public Sv2Refusal refusal(String errorCode) {
			return new SubmitSharesError(this.channelId, this.sequenceNumber, errorCode);
		}

		static SubmitSharesStandard decode(Sv2Reader in) throws ProtocolException {
			return new SubmitSharesStandard(in.u32(), in.u32(), in.u32(), in.u32(), in.u32(), in.u32());
		}

		void encode(Sv2Writer out) {
			out.u32(this.channelId).u32(this.sequenceNumber).u32(this.jobId);
			out.u32(this.nonce).u32(this.ntime).u32(this.version);
		}

	}

	/**
	 * A share of an extended channel.
	 *
	 * @param channelId the channel
	 * @param sequenceNumber the client's number for the share
	 * @param jobId the job
	 * @param nonce the nonce of the header
	 * @param ntime the time of the header
	 * @param version the whole version field of the header
	 * @param extranonce the part of the extranonce that the client rolls, at most 32
	 * bytes
	 * @param tlvs the bytes after the known fields: fields of extensions, see {@link Tlv}
	 */
	record SubmitSharesExtended(int channelId, int sequenceNumber, int jobId, int nonce, int ntime, int version,
			Octets extranonce, Octets tlvs) implements ShareMessage, OfChannel, Sv2Request {

		/**
		 * The worker behind a proxy that found the share, of extension 0x0002.
		 * @param negotiated whether an extension was negotiated on the connection
		 * @return at most 32 bytes, UTF-8 by the rules; null when it is missing or the
		 * extension was not negotiated
		 * @throws ProtocolException if a field is longer than allowed or than the
		 * message; the share has to be refused
		 */
		public @Nullable Octets userIdentity(IntPredicate negotiated) throws ProtocolException {
			for (Tlv tlv : Tlv.parse(this.tlvs, negotiated)) {
				if (tlv.extensionType() == Tlv.WORKER_EXTENSION && tlv.fieldType() == Tlv.USER_IDENTITY) {
					return tlv.value();
				}
			}
			return null;
		}

		@Override
		public Sv2Refusal refusal(String errorCode) {
			return new SubmitSharesError(this.channelId, this.sequenceNumber, errorCode);
		}

		static SubmitSharesExtended decode(Sv2Reader in) throws ProtocolException {
			return new SubmitSharesExtended(in.u32(), in.u32(), in.u32(), in.u32(), in.u32(), in.u32(), in.octets32(),
					in.rest());
		}

		void encode(Sv2Writer out) {
			out.u32(this.channelId).u32(this.sequenceNumber).u32(this.jobId);
			out.u32(this.nonce).u32(this.ntime).u32(this.version);
			out.octets32(this.extranonce).octets(this.tlvs);
		}

	}

	/**
	 * Shares were accepted.
	 *
	 * @param channelId the channel
	 * @param lastSequenceNumber the last share that was
	 * @param newSubmitsAcceptedCount how many were since the last message of this kind
	 * @param newSharesSum the sum of their difficulties, U64
	 */
	record SubmitSharesSuccess(int channelId, int lastSequenceNumber, int newSubmitsAcceptedCount,
			long newSharesSum) implements ShareMessage, OfChannel {

		static SubmitSharesSuccess decode(Sv2Reader in) throws ProtocolException {
			return new SubmitSharesSuccess(in.u32(), in.u32(), in.u32(), in.u64());
		}

		void encode(Sv2Writer out) {
			out.u32(this.channelId).u32(this.lastSequenceNumber);
			out.u32(this.newSubmitsAcceptedCount).u64(this.newSharesSum);
		}

	}

	/**
	 * A share was refused.
	 *
	 * @param channelId the channel
	 * @param sequenceNumber the share
	 * @param errorCode why
	 */
	record SubmitSharesError(int channelId, int sequenceNumber,
			String errorCode) implements ShareMessage, OfChannel, Sv2Refusal {

		static SubmitSharesError decode(Sv2Reader in) throws ProtocolException {
			return new SubmitSharesError(in.u32(), in.u32(), in.ascii());
		}

		void encode(Sv2Writer out) {
			out.u32(this.channelId).u32(this.sequenceNumber).ascii(this.errorCode);
		}

	}

}
