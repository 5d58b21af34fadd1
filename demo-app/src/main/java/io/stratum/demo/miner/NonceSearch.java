package io.stratum.demo.miner;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;
import io.stratum.client.MinerJob;
import io.stratum.client.ShareSubmission;

/**
 * The search for shares of one job: all nonces of one extranonce2 after the other. Not
 * safe for use by several threads.
 */
final class NonceSearch {

	private final MinerJob job;

	private final Target target;

	private final Sha256d sha = new Sha256d();

	private final byte[] hash = new byte[Hash256.LENGTH];

	private final byte[] extranonce2;

	private byte[] header;

	private int nonce;

	private boolean exhausted;

	NonceSearch(MinerJob job) {
		this.job = job;
		this.target = job.shareTarget();
		this.extranonce2 = new byte[job.subscription().extranonce2Size()];
		this.header = job.header(this.extranonce2);
	}

	MinerJob job() {
		return this.job;
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
		int i = 0;
		while (i < this.extranonce2.length && ++this.extranonce2[i] == 0) {
			i++;
		}
		this.header = this.job.header(this.extranonce2);
	}

	/** The share that was found. */
	ShareSubmission share(String worker) {
		return new ShareSubmission(worker, this.job.params().jobId(), this.extranonce2.clone(),
				this.job.params().time(), LittleEndian.getInt(this.header, BlockHeader.NONCE_OFFSET), null);
	}

}
