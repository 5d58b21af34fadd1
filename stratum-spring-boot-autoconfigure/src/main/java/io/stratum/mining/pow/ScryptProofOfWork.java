package io.stratum.mining.pow;

import java.math.BigInteger;

import org.bouncycastle.crypto.generators.SCrypt;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Target;
import io.stratum.mining.ProofOfWork;

/**
 * The proof of work of Litecoin: scrypt with N = 1024, r = 1, p = 1, difficulty 1 at FFFF
 * x 2<sup>224</sup>. Each hash takes 128 KiB of memory.
 */
public final class ScryptProofOfWork implements ProofOfWork {

	private static final Target DIFFICULTY_ONE = Target.of(BigInteger.valueOf(0xFFFF).shiftLeft(224));

	private static final int COST = 1024;

	@Override
	public void hash(byte[] header, byte[] hash) {
		byte[] result = SCrypt.generate(header, header, COST, 1, 1, Hash256.LENGTH);
		System.arraycopy(result, 0, hash, 0, Hash256.LENGTH);
	}

	@Override
	public Target difficultyOne() {
		return DIFFICULTY_ONE;
	}

	@Override
	public boolean isCostly() {
		return true;
	}

}
