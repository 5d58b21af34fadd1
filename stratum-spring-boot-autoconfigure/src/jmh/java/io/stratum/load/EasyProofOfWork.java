package io.stratum.load;

import java.math.BigInteger;

import io.stratum.bitcoin.Target;
import io.stratum.mining.ProofOfWork;
import io.stratum.mining.pow.Sha256dProofOfWork;

/**
 * SHA256d with a difficulty 1 that takes a few hashes, or none to be looked for.
 *
 * @param function the hash
 * @param difficultyOne the target of difficulty 1
 */
record EasyProofOfWork(ProofOfWork function, Target difficultyOne) implements ProofOfWork {

	/**
	 * The proof of work whose difficulty 1 takes so many hashes.
	 * @param doublings 0 if every hash will do, 2 for four hashes on average
	 */
	static EasyProofOfWork ofHashes(int doublings) {
		BigInteger target = BigInteger.ONE.shiftLeft(256 - doublings).subtract(BigInteger.ONE);
		return new EasyProofOfWork(new Sha256dProofOfWork(), Target.of(target));
	}

	@Override
	public void hash(byte[] header, byte[] hash) {
		this.function.hash(header, hash);
	}

}
