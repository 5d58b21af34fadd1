package io.stratum.mining;

/**
 * What a node said of a block.
 *
 * @param kind what it means
 * @param detail what it said, word for word, for the log
 */
public record BlockOutcome(Kind kind, String detail) {

	/** The block was taken. */
	public static final BlockOutcome ACCEPTED = new BlockOutcome(Kind.ACCEPTED, "accepted");

	/** The node knew the block. */
	public static final BlockOutcome DUPLICATE = new BlockOutcome(Kind.DUPLICATE, "duplicate");

	/**
	 * The node stored the block, but builds on another one.
	 * @param detail what it said, such as {@code inconclusive}
	 * @return the outcome
	 */
	public static BlockOutcome stored(String detail) {
		return new BlockOutcome(Kind.STORED, detail);
	}

	/**
	 * The node may take the block later, and is to be asked again.
	 * @param detail what it said, such as {@code prev-blk-not-found}
	 * @return the outcome
	 */
	public static BlockOutcome later(String detail) {
		return new BlockOutcome(Kind.LATER, detail);
	}

	/**
	 * The block was refused for good.
	 * @param detail the reason
	 * @return the outcome
	 */
	public static BlockOutcome rejected(String detail) {
		return new BlockOutcome(Kind.REJECTED, detail);
	}

	/**
	 * Whether the block counts: the node took it or knew it.
	 * @return true if so
	 */
	public boolean accepted() {
		return this.kind == Kind.ACCEPTED || this.kind == Kind.DUPLICATE;
	}

	/**
	 * What an answer means.
	 */
	public enum Kind {

		/**
		 * The block is on the best chain.
		 */
		ACCEPTED,

		/**
		 * The node knew the block.
		 */
		DUPLICATE,

		/**
		 * The node has the block, but on a side branch: it is lost unless the next block
		 * follows it.
		 */
		STORED,

		/**
		 * The node cannot judge the block yet: it lacks the block before, or its clock is
		 * wrong.
		 */
		LATER,

		/**
		 * The block is invalid: the pool built it wrong.
		 */
		REJECTED

	}

}
