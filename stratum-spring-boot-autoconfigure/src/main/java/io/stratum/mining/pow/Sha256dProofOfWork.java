package io.stratum.mining.pow;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;
import io.stratum.mining.ProofOfWork;

/**
 * The proof of work of Bitcoin: double SHA-256, difficulty 1 at FFFF x 2<sup>208</sup>.
 */
public final class Sha256dProofOfWork implements ProofOfWork {

	@Override
	public void hash(byte[] header, byte[] hash) {
		Sha256d.ofThread().hash(header, 0, BlockHeader.LENGTH, hash, 0);
	}

	@Override
	public Target difficultyOne() {
		return Target.DIFFICULTY_ONE;
	}

}
