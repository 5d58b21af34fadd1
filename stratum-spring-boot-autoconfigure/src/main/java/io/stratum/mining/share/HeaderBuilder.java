package io.stratum.mining.share;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.MerklePath;
import io.stratum.bitcoin.Sha256d;
import io.stratum.mining.RejectReason;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.LiveJob;

/**
 * Builds the header that a miner hashed. Used by one thread at a time; does not allocate
 * once it has seen the largest coinbase.
 */
final class HeaderBuilder {

	private final Sha256d sha = new Sha256d();

	private final byte[] node = new byte[2 * Hash256.LENGTH];

	private byte[] coinbase = new byte[512];

	/**
	 * Builds a header.
	 * @return null, or why there is no header
	 */
	@Nullable RejectReason build(LiveJob issued, byte[] prefix, Submission submission, byte[] header) {
		Job job = issued.job();
		byte[] root = issued.merkleRoot();
		int expected = (root != null) ? 0 : job.extranonceLength() - prefix.length;
		if (submission.extranonce2().length != expected) {
			return RejectReason.EXTRANONCE_LENGTH;
		}
		if (root == null) {
			root = root(job, prefix, submission.extranonce2());
		}
		LittleEndian.putInt(header, BlockHeader.VERSION_OFFSET, submission.version());
		job.previousBlock().copyTo(header, BlockHeader.PREVIOUS_BLOCK_OFFSET);
		System.arraycopy(root, 0, header, BlockHeader.MERKLE_ROOT_OFFSET, Hash256.LENGTH);
		LittleEndian.putInt(header, BlockHeader.TIME_OFFSET, submission.time());
		LittleEndian.putInt(header, BlockHeader.N_BITS_OFFSET, job.nBits());
		LittleEndian.putInt(header, BlockHeader.NONCE_OFFSET, submission.nonce());
		return null;
	}

	/**
	 * The identity of a block.
	 */
	void identify(byte[] header, byte[] hash) {
		this.sha.hash(header, 0, BlockHeader.LENGTH, hash, 0);
	}

	private byte[] root(Job job, byte[] prefix, byte[] extranonce2) {
		int length = append(0, job.coinbasePrefix());
		length = append(length, prefix);
		length = append(length, extranonce2);
		length = append(length, job.coinbaseSuffix());
		this.sha.hash(this.coinbase, 0, length, this.node, 0);
		MerklePath.fold(this.node, job.merklePath(), this.sha);
		return this.node;
	}

	private int append(int length, byte[] bytes) {
		int end = length + bytes.length;
		if (end > this.coinbase.length) {
			this.coinbase = Arrays.copyOf(this.coinbase, Math.max(end, 2 * this.coinbase.length));
		}
		System.arraycopy(bytes, 0, this.coinbase, length, bytes.length);
		return end;
	}

}
