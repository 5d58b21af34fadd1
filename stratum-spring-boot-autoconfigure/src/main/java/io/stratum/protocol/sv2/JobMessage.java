package io.stratum.protocol.sv2;

import java.util.List;
import java.util.OptionalInt;

import io.stratum.bitcoin.Hash256;
import io.stratum.protocol.ProtocolException;

/**
 * A message of the mining protocol that carries work of the server.
 */
public sealed interface JobMessage extends Sv2Message {

	/**
	 * A job of a standard channel.
	 *
	 * @param channelId the channel, never a group
	 * @param jobId the job, unique on the channel while it is valid
	 * @param minNtime the least header time; empty for a future job
	 * @param version the version field of the header
	 * @param merkleRoot the merkle root, as it stands in the header
	 */
	record NewMiningJob(int channelId, int jobId, OptionalInt minNtime, int version,
			Hash256 merkleRoot) implements JobMessage, OfChannel {

		static NewMiningJob decode(Sv2Reader in) throws ProtocolException {
			return new NewMiningJob(in.u32(), in.u32(), in.optionalU32(), in.u32(), in.hash());
		}

		void encode(Sv2Writer out) {
			out.u32(this.channelId).u32(this.jobId).optionalU32(this.minNtime);
			out.u32(this.version).hash(this.merkleRoot);
		}

	}

	/**
	 * A job of an extended channel or of a group.
	 *
	 * @param channelId the channel or group
	 * @param jobId the job, unique on the channel while it is valid
	 * @param minNtime the least header time; empty for a future job
	 * @param version the version field of the header
	 * @param versionRollingAllowed whether bits of the version may be changed
	 * @param merklePath the branch from the coinbase to the root, deepest hash first; at
	 * most 255
	 * @param coinbaseTxPrefix the coinbase without witness, up to the extranonce prefix
	 * @param coinbaseTxSuffix the coinbase without witness, from behind the extranonce
	 */
	record NewExtendedMiningJob(int channelId, int jobId, OptionalInt minNtime, int version,
			boolean versionRollingAllowed, List<Hash256> merklePath, Octets coinbaseTxPrefix,
			Octets coinbaseTxSuffix) implements JobMessage, OfChannel {

		/**
		 * Copies the list.
		 */
		public NewExtendedMiningJob {
			merklePath = List.copyOf(merklePath);
		}

		static NewExtendedMiningJob decode(Sv2Reader in) throws ProtocolException {
			return new NewExtendedMiningJob(in.u32(), in.u32(), in.optionalU32(), in.u32(), in.bool(), in.hashes255(),
					in.octets64k(), in.octets64k());
		}

		void encode(Sv2Writer out) {
			out.u32(this.channelId).u32(this.jobId).optionalU32(this.minNtime).u32(this.version);
			out.bool(this.versionRollingAllowed).hashes255(this.merklePath);
			out.octets64k(this.coinbaseTxPrefix).octets64k(this.coinbaseTxSuffix);
		}

	}

	/**
	 * There is a new block to build on: one future job is active now, all others are
	 * dead.
	 *
	 * @param channelId the channel or group
	 * @param jobId the future job
	 * @param prevHash the block to build on, as it stands in the header
	 * @param minNtime the least header time
	 * @param nbits the compact target of the network
	 */
	record SetNewPrevHash(int channelId, int jobId, Hash256 prevHash, int minNtime,
			int nbits) implements JobMessage, OfChannel {

		static SetNewPrevHash decode(Sv2Reader in) throws ProtocolException {
			return new SetNewPrevHash(in.u32(), in.u32(), in.hash(), in.u32(), in.u32());
		}

		void encode(Sv2Writer out) {
			out.u32(this.channelId).u32(this.jobId).hash(this.prevHash).u32(this.minNtime).u32(this.nbits);
		}

	}

}
