package io.stratum.client;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.MerklePath;
import io.stratum.bitcoin.Target;

/**
 * A job and what was in force when it came: everything a miner needs to work on it.
 *
 * @param params the job
 * @param subscription the extranonce
 * @param difficulty the difficulty that shares must have
 * @param versionMask the version bits that may be rolled
 */
public record MinerJob(NotifyParams params, Subscription subscription, double difficulty, int versionMask) {

	/**
	 * The header for an extranonce, with the job's version and time and the nonce 0. The
	 * nonce is little-endian at {@link BlockHeader#NONCE_OFFSET}.
	 * @param extranonce2 the miner's part of the extranonce
	 * @return 80 bytes
	 */
	public byte[] header(byte[] extranonce2) {
		if (extranonce2.length != this.subscription.extranonce2Size()) {
			throw new IllegalArgumentException("extranonce2 length: " + extranonce2.length + " (expected: "
					+ this.subscription.extranonce2Size() + ")");
		}
		NotifyParams job = this.params;
		return new BlockHeader(job.version(), job.previousBlock(), merkleRoot(extranonce2), job.time(), job.nBits(), 0)
			.toBytes();
	}

	private Hash256 merkleRoot(byte[] extranonce2) {
		byte[][] branches = this.params.merkleBranches().stream().map(Hash256::toInternal).toArray(byte[][]::new);
		return Hash256.ofInternal(MerklePath.root(branches, this.params.coinbasePrefix(),
				this.subscription.extranonce1(), extranonce2, this.params.coinbaseSuffix()));
	}

	/**
	 * The target of a share, for the proof of work SHA256d.
	 * @return the target
	 */
	public Target shareTarget() {
		return Target.ofDifficulty(this.difficulty, Target.DIFFICULTY_ONE);
	}

}
