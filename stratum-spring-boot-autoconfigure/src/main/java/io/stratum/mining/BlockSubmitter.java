package io.stratum.mining;

/**
 * Takes found blocks to the network. All beans of this type get every block at the same
 * time, each on threads of its own, and are asked again until they answer.
 */
@FunctionalInterface
public interface BlockSubmitter {

	/**
	 * Submits a block. May block; it is interrupted after
	 * {@code stratum.mining.policy-timeout} and asked again when it has returned.
	 * @param block the block
	 * @return what became of it; after {@link BlockOutcome#later} it will be submitted
	 * again
	 * @throws Exception if it is unknown what became of it; it will be submitted again
	 */
	BlockOutcome submit(Block block) throws Exception;

	/**
	 * What the submitter is called in logs and meters: usually the name of its node.
	 * @return the name, of a few letters and always the same; that of the class if not
	 * implemented
	 */
	default String name() {
		String type = getClass().getSimpleName();
		int generated = type.indexOf("$$");
		return (getClass().isSynthetic() || type.isEmpty()) ? "BlockSubmitter"
				: (generated > 0) ? type.substring(0, generated) : type;
	}

	/**
	 * Takes what is to be run when the submitter works again after a failure, so that
	 * blocks it has not answered for are submitted at once. Without it they wait for
	 * their next turn, half a minute at most. Called once, before the first block.
	 * @param submission to be run on any thread; does not block
	 */
	default void whenWorkingAgain(Runnable submission) {
	}

}
