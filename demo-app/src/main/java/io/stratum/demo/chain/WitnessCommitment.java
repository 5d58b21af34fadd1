package io.stratum.demo.chain;

import java.util.ArrayList;
import java.util.List;

import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Transaction;

/**
 * The output by which a coinbase commits to the witnesses of its block (BIP141).
 */
final class WitnessCommitment {

	private static final byte[] HEADER = { 0x6a, 0x24, (byte) 0xaa, 0x21, (byte) 0xa9, (byte) 0xed };

	private WitnessCommitment() {
	}

	/** The output script for a block of these transactions after its coinbase. */
	static byte[] script(List<Transaction> transactions) {
		List<byte[]> level = new ArrayList<>();
		level.add(new byte[Sha256Hash.LENGTH]);
		transactions.forEach((transaction) -> level.add(transaction.getWTxId().serialize()));
		byte[] commitment = Sha256Hash.hashTwice(root(level), new byte[Sha256Hash.LENGTH]);
		byte[] script = new byte[HEADER.length + commitment.length];
		System.arraycopy(HEADER, 0, script, 0, HEADER.length);
		System.arraycopy(commitment, 0, script, HEADER.length, commitment.length);
		return script;
	}

	private static byte[] root(List<byte[]> level) {
		List<byte[]> nodes = level;
		while (nodes.size() > 1) {
			List<byte[]> parents = new ArrayList<>();
			for (int i = 0; i < nodes.size(); i += 2) {
				parents.add(Sha256Hash.hashTwice(nodes.get(i), nodes.get(Math.min(i + 1, nodes.size() - 1))));
			}
			nodes = parents;
		}
		return nodes.get(0);
	}

}
