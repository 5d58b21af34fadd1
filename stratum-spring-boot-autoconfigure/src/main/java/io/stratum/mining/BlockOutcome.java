package io.stratum.mining;

/**
 * What a node said of a block.
 *
 * @param accepted whether the node has the block now, because it took it or knew it
 * @param detail what it said, for the log
 */
public record BlockOutcome(boolean accepted, String detail) {

	/** The block was taken. */
	public static final BlockOutcome ACCEPTED = new BlockOutcome(true, "accepted");

	/** The node knew the block. */
	public static final BlockOutcome DUPLICATE = new BlockOutcome(true, "duplicate");

	/**
	 * The block was refused for good.
	 * @param detail the reason
	 * @return the outcome
	 */
	public static BlockOutcome rejected(String detail) {
		return new BlockOutcome(false, detail);
	}

}
