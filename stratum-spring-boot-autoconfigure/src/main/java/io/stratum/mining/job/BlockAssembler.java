package io.stratum.mining.job;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.VarInt;
import io.stratum.mining.Block;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.TemplateTransaction;

/**
 * Puts blocks together from a job and what a miner found.
 */
public final class BlockAssembler {

	private BlockAssembler() {
	}

	/**
	 * A block. In network serialization it is the header, the count, the coinbase with
	 * the witness of BIP141 if the template has a commitment, the transactions, and the
	 * trailer of the template.
	 * @param job the job
	 * @param header the 80 bytes of the header
	 * @param extranonce the whole extranonce that the header was made with
	 * @param worker the name of the worker that found it
	 * @return the block
	 * @throws IllegalArgumentException if the header was not made from the job and the
	 * extranonce
	 */
	public static Block assemble(Job job, byte[] header, byte[] extranonce, String worker) {
		byte[] root = job.merkleRoot(extranonce);
		if (header.length != BlockHeader.LENGTH || !Arrays.equals(root, 0, root.length, header,
				BlockHeader.MERKLE_ROOT_OFFSET, BlockHeader.MERKLE_ROOT_OFFSET + root.length)) {
			throw new IllegalArgumentException("header of " + header.length
					+ " bytes is not of this job (expected: 80 bytes with the merkle root of the job)");
		}
		byte[] coinbase = ByteBuffer
			.allocate(job.coinbasePrefix().length + extranonce.length + job.coinbaseSuffix().length)
			.put(job.coinbasePrefix())
			.put(extranonce)
			.put(job.coinbaseSuffix())
			.array();
		List<Hash256> branch = Arrays.stream(job.merklePath()).map(Hash256::ofInternal).toList();
		return new Block(Sha256d.hash(header), header, coinbase, branch, () -> bytes(job, header, extranonce),
				job.work().template(), worker);
	}

	private static byte[] bytes(Job job, byte[] header, byte[] extranonce) {
		BlockTemplate template = job.work().template();
		List<TemplateTransaction> transactions = template.transactions();
		int coinbase = job.coinbasePrefix().length + extranonce.length + job.coinbaseSuffix().length
				+ Coinbase.witnessSize(template.witnessCommitment());
		int size = header.length + VarInt.size(transactions.size() + 1) + coinbase + template.trailer().length;
		for (TemplateTransaction transaction : transactions) {
			size = Math.addExact(size, transaction.data().length);
		}
		ByteBuffer block = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
		block.put(header);
		VarInt.put(block, transactions.size() + 1);
		Coinbase.write(block, job, extranonce);
		transactions.forEach((transaction) -> block.put(transaction.data()));
		block.put(template.trailer());
		return block.array();
	}

}
