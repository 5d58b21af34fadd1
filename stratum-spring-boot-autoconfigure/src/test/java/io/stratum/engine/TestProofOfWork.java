package io.stratum.engine;

import java.math.BigInteger;
import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;
import io.stratum.mining.ProofOfWork;

/**
 * SHA256d with a difficulty 1 that one hash in 16 meets; a costly one waits for permits.
 */
final class TestProofOfWork implements ProofOfWork {

	static final Target DIFFICULTY_ONE = Target.of(BigInteger.ONE.shiftLeft(252).subtract(BigInteger.ONE));

	private final @Nullable Semaphore permits;

	volatile @Nullable Error failure;

	TestProofOfWork(@Nullable Semaphore permits) {
		this.permits = permits;
	}

	@Override
	public void hash(byte[] header, byte[] hash) {
		if (this.permits != null) {
			this.permits.acquireUninterruptibly();
		}
		if (this.failure != null) {
			throw this.failure;
		}
		System.arraycopy(Sha256d.hash(header).toInternal(), 0, hash, 0, hash.length);
	}

	@Override
	public Target difficultyOne() {
		return DIFFICULTY_ONE;
	}

	@Override
	public boolean isCostly() {
		return this.permits != null;
	}

}
