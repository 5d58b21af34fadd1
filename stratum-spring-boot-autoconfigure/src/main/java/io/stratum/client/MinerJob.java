package io.stratum.client;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.MerklePath;
import io.stratum.bitcoin.Target;
import io.stratum.protocol.sv1.Notify;
import io.stratum.protocol.sv1.Subscription;

/**
 * A job and what was in force when it came: everything a miner needs to work on it.
 *
 * @param params the job
 * @param subscription the extranonce
 * @param difficulty the difficulty that shares must have
 * @param versionMask the version bits that may be rolled
 */
public record MinerJob(Notify params, Subscription subscription, double difficulty, int versionMask) {

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
		Notify job = this.params;
		byte[] merkleRoot = MerklePath.root(job.merkleBranch(), job.coinb1(), this.subscription.extranonce1(),
				extranonce2, job.coinb2());
		return new BlockHeader(job.version(), job.prevhash(), Hash256.ofInternal(merkleRoot), job.ntime(), job.nbits(),
				0)
			.toBytes();
	}

	/**
	 * The target of a share, for the proof of work SHA256d.
	 * @return the target
	 */
	public Target shareTarget() {
		return Target.ofDifficulty(this.difficulty, Target.DIFFICULTY_ONE);
	}

}
