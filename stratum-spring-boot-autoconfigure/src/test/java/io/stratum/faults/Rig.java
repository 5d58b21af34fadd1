package io.stratum.faults;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;

/**
 * A miner of one dialect: it knows its newest job, and submits shares of it.
 */
abstract class Rig implements AutoCloseable {

	private static final Target BLOCK = Target.ofCompact(FaultyPool.EASY_BITS);

	private final Object lock = new Object();

	private final String name;

	/** The newest job, or null before the first. */
	private @Nullable Work work;

	private int extranonce;

	Rig(String name) {
		this.name = name;
	}

	void received(Work next) {
		synchronized (this.lock) {
			this.work = next;
			this.lock.notifyAll();
		}
	}

	/**
	 * Waits for a job on a block.
	 * @param tip the block
	 * @param limit how long
	 * @throws TimeoutException if none comes
	 */
	void awaitTip(Hash256 tip, Duration limit) throws Exception {
		long end = System.nanoTime() + limit.toNanos();
		synchronized (this.lock) {
			while (this.work == null || !this.work.tip().equals(tip)) {
				long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
				if (left <= 0) {
					throw new TimeoutException(this.name + ": no job on " + tip + " within " + limit);
				}
				this.lock.wait(left);
			}
		}
	}

	/**
	 * Finds a share of the newest job, which is a block or not, and submits it.
	 * @param block whether it is to be a block
	 * @return the share
	 */
	Found submit(boolean block) {
		Work current;
		int number;
		synchronized (this.lock) {
			if (this.work == null) {
				throw new IllegalStateException(this.name + ": no job");
			}
			current = this.work;
			number = this.extranonce++;
		}
		byte[] extranonce = new byte[current.extranonceSize()];
		for (int i = 0; i < Math.min(4, extranonce.length); i++) {
			extranonce[extranonce.length - 1 - i] = (byte) (number >>> (8 * i));
		}
		byte[] header = current.header(extranonce);
		Hash256 hash = hash(header);
		int nonce = current.extranonceSize() == 0 ? number << 8 : 0;
		while (nonce == 0 || BLOCK.isMetBy(hash.toInternal()) != block) {
			LittleEndian.putInt(header, BlockHeader.NONCE_OFFSET, ++nonce);
			hash = hash(header);
		}
		CompletableFuture<?> answer = current.submit(extranonce, header).toFuture();
		return new Found(hash, answer);
	}

	private static Hash256 hash(byte[] header) {
		return Sha256d.hash(header);
	}

	@Override
	public String toString() {
		return this.name;
	}

	@Override
	public abstract void close();

	/**
	 * A share under way.
	 *
	 * @param hash its hash
	 * @param answer completes when it was accepted, fails or gives false when it was not
	 */
	record Found(Hash256 hash, CompletableFuture<?> answer) {

		boolean isAccepted(Duration limit) throws Exception {
			try {
				return !Boolean.FALSE.equals(this.answer.get(limit.toNanos(), TimeUnit.NANOSECONDS));
			}
			catch (TimeoutException ex) {
				return false;
			}
		}

	}

	/**
	 * A job.
	 */
	interface Work {

		Hash256 tip();

		int extranonceSize();

		byte[] header(byte[] extranonce);

		Mono<?> submit(byte[] extranonce, byte[] header);

	}

}
