package io.stratum.mining;

/**
 * Takes found blocks to the network. All beans of this type get every block at the same
 * time, each on a thread of its own, and are asked again until they answer.
 */
@FunctionalInterface
public interface BlockSubmitter {

	/**
	 * Submits a block. May block; it is interrupted after
	 * {@code stratum.mining.policy-timeout} and asked again when it has returned.
	 * @param block the block
	 * @return what became of it
	 * @throws Exception if it is unknown what became of it; it will be submitted again
	 */
	BlockOutcome submit(Block block) throws Exception;

}
