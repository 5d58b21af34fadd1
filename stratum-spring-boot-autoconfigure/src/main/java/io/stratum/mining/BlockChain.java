package io.stratum.mining;

import io.stratum.bitcoin.Hash256;

/**
 * Knows where blocks stand: usually a node. With a bean of this type the blocks of the
 * pool are followed until they are confirmed or orphaned. Asked at new tips, on a thread
 * of its own, one call at a time; one that takes longer than
 * {@code stratum.mining.policy-timeout} is interrupted.
 */
@FunctionalInterface
public interface BlockChain {

	/** What is said of a block that is not on the best chain. */
	int SIDE_BRANCH = -1;

	/** What is said of a block that is not known. */
	int UNKNOWN = 0;

	/**
	 * How deep a block is in the best chain, as {@code getblockheader} says. May block.
	 * @param hash the hash of the block
	 * @return 1 for the tip, 2 for the block before it, and so on; {@value #SIDE_BRANCH}
	 * or {@value #UNKNOWN}
	 * @throws Exception if it cannot tell; it is asked again at the next tip
	 */
	int confirmations(Hash256 hash) throws Exception;

}
