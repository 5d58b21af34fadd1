package io.stratum.protocol.sv2;

import java.util.List;

import io.stratum.bitcoin.Hash256;
import io.stratum.protocol.ProtocolException;

/**
 * A message of the mining protocol about work that the client has selected. They are
 * channel messages since May 2026; what older peers send without the channel bit is read
 * too.
 */
public sealed interface CustomJobMessage extends Sv2Message {

	/**
	 * The client mines this.
	 *
	 * @param channelId the channel, or a group with its extended channels
	 * @param requestId the client's number for the request
	 * @param miningJobToken what the pool gave for it, at most 255 bytes
	 * @param version the version field of the header
	 * @param prevHash the block to build on, as it stands in the header
	 * @param minNtime the least header time
	 * @param nbits the compact target of the network
	 * @param coinbaseTxVersion the version of the coinbase
	 * @param coinbasePrefix the start of its script, at most 8 bytes by the rules
	 * @param coinbaseTxInputSequence {@code coinbase_tx_input_nSequence}
	 * @param coinbaseTxOutputs its outputs after their CompactSize count
	 * @param coinbaseTxLocktime its lock time
	 * @param merklePath the branch from the coinbase to the root, deepest hash first; at
	 * most 255
	 */
	record SetCustomMiningJob(int channelId, int requestId, Octets miningJobToken, int version, Hash256 prevHash,
			int minNtime, int nbits, int coinbaseTxVersion, Octets coinbasePrefix, int coinbaseTxInputSequence,
			Octets coinbaseTxOutputs, int coinbaseTxLocktime,
			List<Hash256> merklePath) implements CustomJobMessage, OfChannel, Sv2Request {

		/**
		 * Copies the list.
		 */
		public SetCustomMiningJob {
			merklePath = List.copyOf(merklePath);
		}

		@Override
		public Sv2Refusal refusal(String errorCode) {
			return new SetCustomMiningJobError(this.channelId, this.requestId, errorCode);
		}

		static SetCustomMiningJob decode(Sv2Reader in) throws ProtocolException {
			return new SetCustomMiningJob(in.u32(), in.u32(), in.octets255(), in.u32(), in.hash(), in.u32(), in.u32(),
					in.u32(), in.octets255(), in.u32(), in.octets64k(), in.u32(), in.hashes255());
		}

		void encode(Sv2Writer out) {
			out.u32(this.channelId).u32(this.requestId).octets255(this.miningJobToken);
			out.u32(this.version).hash(this.prevHash).u32(this.minNtime).u32(this.nbits);
			out.u32(this.coinbaseTxVersion).octets255(this.coinbasePrefix).u32(this.coinbaseTxInputSequence);
			out.octets64k(this.coinbaseTxOutputs).u32(this.coinbaseTxLocktime).hashes255(this.merklePath);
		}

	}

	/**
	 * The pool pays for shares of the job.
	 *
	 * @param channelId the channel or group
	 * @param requestId the client's number for the request
	 * @param jobId the job to submit shares for
	 */
	record SetCustomMiningJobSuccess(int channelId, int requestId, int jobId) implements CustomJobMessage, OfChannel {

		static SetCustomMiningJobSuccess decode(Sv2Reader in) throws ProtocolException {
			return new SetCustomMiningJobSuccess(in.u32(), in.u32(), in.u32());
		}

		void encode(Sv2Writer out) {
			out.u32(this.channelId).u32(this.requestId).u32(this.jobId);
		}

	}

	/**
	 * The pool does not pay for the job.
	 *
	 * @param channelId the channel or group
	 * @param requestId the client's number for the request
	 * @param errorCode why
	 */
	record SetCustomMiningJobError(int channelId, int requestId,
			String errorCode) implements CustomJobMessage, OfChannel, Sv2Refusal {

		static SetCustomMiningJobError decode(Sv2Reader in) throws ProtocolException {
			return new SetCustomMiningJobError(in.u32(), in.u32(), in.ascii());
		}

		void encode(Sv2Writer out) {
			out.u32(this.channelId).u32(this.requestId).ascii(this.errorCode);
		}

	}

}
