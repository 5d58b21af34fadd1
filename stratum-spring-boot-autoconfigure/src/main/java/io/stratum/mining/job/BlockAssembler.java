package io.stratum.mining.job;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.VarInt;
import io.stratum.mining.TemplateTransaction;

/**
 * Puts blocks together from a job and what a miner found.
 */
public final class BlockAssembler {

	private BlockAssembler() {
	}

	/**
	 * The whole block in network serialization: header, count, coinbase with the witness
	 * of BIP141 if the template has a commitment, transactions.
	 * @param job the job
	 * @param header the 80 bytes of the header
	 * @param extranonce the whole extranonce that the header was made with
	 * @return the block
	 * @throws IllegalArgumentException if the header was not made from the job and the
	 * extranonce
	 */
	public static byte[] assemble(Job job, byte[] header, byte[] extranonce) {
		byte[] root = job.merkleRoot(extranonce);
		if (header.length != BlockHeader.LENGTH || !Arrays.equals(root, 0, root.length, header,
				BlockHeader.MERKLE_ROOT_OFFSET, BlockHeader.MERKLE_ROOT_OFFSET + root.length)) {
			throw new IllegalArgumentException("header of " + header.length
					+ " bytes is not of this job (expected: 80 bytes with the merkle root of the job)");
		}
		List<TemplateTransaction> transactions = job.work().template().transactions();
		int coinbase = job.coinbasePrefix().length + extranonce.length + job.coinbaseSuffix().length
				+ Coinbase.witnessSize(job.work().template().witnessCommitment());
		int size = header.length + VarInt.size(transactions.size() + 1) + coinbase;
		for (TemplateTransaction transaction : transactions) {
			size = Math.addExact(size, transaction.data().length);
		}
		ByteBuffer block = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
		block.put(header);
		VarInt.put(block, transactions.size() + 1);
		Coinbase.write(block, job, extranonce);
		transactions.forEach((transaction) -> block.put(transaction.data()));
		return block.array();
	}

}
