package io.stratum.client.sv2;

import java.util.function.Function;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.MerklePath;
import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv2.JobMessage.NewExtendedMiningJob;
import io.stratum.protocol.sv2.JobMessage.NewMiningJob;
import io.stratum.protocol.sv2.Octets;

/**
 * A job without the block to build on.
 *
 * @param id the job
 * @param version the version field of the header
 * @param versionRollingAllowed whether bits of it may be changed
 * @param extranonceSize how many bytes of the extranonce the miner rolls
 * @param merkleRoot the root for what was rolled
 */
record JobTemplate(int id, int version, boolean versionRollingAllowed, int extranonceSize,
		Function<byte[], Hash256> merkleRoot) {

	/** A tree of 2<sup>24</sup> transactions is larger than any block. */
	private static final int MAX_PATH = 24;

	static JobTemplate of(NewMiningJob message, boolean versionRollingAllowed) {
		return new JobTemplate(message.jobId(), message.version(), versionRollingAllowed, 0,
				(extranonce) -> message.merkleRoot());
	}

	/**
	 * The template of an extended job on one channel.
	 * @param message the job
	 * @param extranoncePrefix the prefix of the channel
	 * @param extranonceSize how many bytes the miner rolls, 0 on a standard channel
	 * @return the template
	 * @throws ProtocolException if the merkle path is too long
	 */
	static JobTemplate of(NewExtendedMiningJob message, Octets extranoncePrefix, int extranonceSize)
			throws ProtocolException {
		if (message.merklePath().size() > MAX_PATH) {
			throw new ProtocolException(
					"merkle path length: " + message.merklePath().size() + " (expected: <= " + MAX_PATH + ")");
		}
		return new JobTemplate(message.jobId(), message.version(), message.versionRollingAllowed(), extranonceSize,
				(extranonce) -> root(message, extranoncePrefix, extranonce));
	}

	private static Hash256 root(NewExtendedMiningJob message, Octets extranoncePrefix, byte[] extranonce) {
		byte[][] path = message.merklePath().stream().map(Hash256::toInternal).toArray(byte[][]::new);
		return Hash256.ofInternal(MerklePath.root(path, message.coinbaseTxPrefix().toByteArray(),
				extranoncePrefix.toByteArray(), extranonce, message.coinbaseTxSuffix().toByteArray()));
	}

}
