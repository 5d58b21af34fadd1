package io.stratum.demo.miner;

import reactor.core.publisher.Mono;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;

/**
 * The search for shares of one task: all nonces of one extranonce after the other, or of
 * one second after the other where the extranonce is fixed. Not safe for use by several
 * threads.
 */
final class NonceSearch {

	private final MiningTask task;

	private final Target target;

	private final Sha256d sha = new Sha256d();

	private final byte[] hash = new byte[Hash256.LENGTH];

	private final byte[] extranonce;

	private byte[] header;

	private int nonce;

	private boolean exhausted;

	NonceSearch(MiningTask task) {
		this.task = task;
		this.target = task.target();
		this.extranonce = new byte[task.extranonceSize()];
		this.header = task.header(this.extranonce);
	}

	MiningTask task() {
		return this.task;
	}

	/**
	 * Tries the next nonces.
	 * @param count how many
	 * @return whether the last one that was tried is a share; the rest is left for later
	 */
	boolean search(int count) {
		for (int i = 0; i < count; i++) {
			if (this.exhausted) {
				nextExtranonce();
			}
			LittleEndian.putInt(this.header, BlockHeader.NONCE_OFFSET, this.nonce++);
			this.exhausted = this.nonce == 0;
			this.sha.hash(this.header, 0, BlockHeader.LENGTH, this.hash, 0);
			if (this.target.isMetBy(this.hash)) {
				return true;
			}
		}
		return false;
	}

	private void nextExtranonce() {
		if (this.extranonce.length == 0) {
			int time = LittleEndian.getInt(this.header, BlockHeader.TIME_OFFSET);
			LittleEndian.putInt(this.header, BlockHeader.TIME_OFFSET, time + 1);
			return;
		}
		int i = 0;
		while (i < this.extranonce.length && ++this.extranonce[i] == 0) {
			i++;
		}
		this.header = this.task.header(this.extranonce);
	}

	/** Submits the share that was found, on subscription. */
	Mono<?> submit() {
		return this.task.submit(this.extranonce.clone(), this.header.clone());
	}

}
