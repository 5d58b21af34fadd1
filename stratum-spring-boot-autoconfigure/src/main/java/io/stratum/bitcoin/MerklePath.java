package io.stratum.bitcoin;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The way from the first transaction of a block, its coinbase, to the merkle root: the
 * hashes that stand beside it on each level of the tree, deepest first. It stays the same
 * while the coinbase changes.
 */
public final class MerklePath {

	private static final int NODE = 2 * Hash256.LENGTH;

	private MerklePath() {
	}

	/**
	 * The branches for a coinbase that is to be followed by these transactions.
	 * @param txids the ids of all other transactions, in order
	 * @return 32 bytes per level in internal order, empty if there are no transactions
	 */
	public static byte[][] branches(List<Hash256> txids) {
		int count = txids.size();
		// a level without its first hash, the unknown one, and with room for a doubled
		// last
		byte[] level = new byte[(count + 1) * Hash256.LENGTH];
		for (int i = 0; i < count; i++) {
			txids.get(i).copyTo(level, i * Hash256.LENGTH);
		}
		List<byte[]> branches = new ArrayList<>();
		Sha256d sha = Sha256d.ofThread();
		while (count > 0) {
			branches.add(Arrays.copyOf(level, Hash256.LENGTH));
			if (count % 2 == 0) {
				System.arraycopy(level, (count - 1) * Hash256.LENGTH, level, count * Hash256.LENGTH, Hash256.LENGTH);
			}
			count /= 2;
			for (int i = 0; i < count; i++) {
				sha.hash(level, Hash256.LENGTH + i * NODE, NODE, level, i * Hash256.LENGTH);
			}
		}
		return branches.toArray(new byte[0][]);
	}

	/**
	 * Folds the branches into the id of the coinbase. Does not allocate.
	 * @param node 64 bytes; the id stands in the first 32, which receive the merkle root
	 * @param branches the branches, deepest first
	 * @param sha the hash of the calling thread
	 */
	public static void fold(byte[] node, byte[][] branches, Sha256d sha) {
		for (byte[] branch : branches) {
			System.arraycopy(branch, 0, node, Hash256.LENGTH, Hash256.LENGTH);
			sha.hash(node, 0, NODE, node, 0);
		}
	}

	/**
	 * The merkle root of a block.
	 * @param branches the branches, deepest first
	 * @param coinbase the coinbase without witness, in parts that follow each other
	 * @return 32 bytes in internal order
	 */
	public static byte[] root(byte[][] branches, byte[]... coinbase) {
		ByteArrayOutputStream whole = new ByteArrayOutputStream();
		for (byte[] part : coinbase) {
			whole.writeBytes(part);
		}
		byte[] node = new byte[NODE];
		Sha256d sha = Sha256d.ofThread();
		sha.hash(whole.toByteArray(), 0, whole.size(), node, 0);
		fold(node, branches, sha);
		return Arrays.copyOf(node, Hash256.LENGTH);
	}

}
