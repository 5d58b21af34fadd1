package io.stratum.mining.job;

/**
 * What all jobs of a pool have in common.
 *
 * @param extranonce2Size how many bytes of the coinbase a miner rolls, 2 to 16
 * @param versionMask the bits of the block version that miners may roll
 * @param poolTag text for the coinbase, printable ASCII, may be empty
 * @param maxCoinbaseSize the largest coinbase that miners can take, in bytes without
 * witness
 */
public record JobSettings(int extranonce2Size, int versionMask, String poolTag, int maxCoinbaseSize) {

	/** The longest pool tag that fits into the input script at any height. */
	private static final int SCRIPT_ROOM = Coinbase.MAX_SCRIPT - Coinbase.MAX_HEIGHT_PUSH - 1 - Coinbase.STAMP_LENGTH
			- ExtranonceLease.PREFIX_LENGTH - 1;

	public JobSettings {
		if (extranonce2Size < 2 || extranonce2Size > 16) {
			throw new IllegalArgumentException("extranonce2 size: " + extranonce2Size + " (expected: 2 to 16)");
		}
		int room = SCRIPT_ROOM - extranonce2Size;
		if (poolTag.length() > room || !poolTag.chars().allMatch((c) -> c >= ' ' && c <= '~')) {
			throw new IllegalArgumentException(
					"pool tag: '" + poolTag + "' (expected: at most " + room + " printable ASCII characters)");
		}
		if (maxCoinbaseSize < Coinbase.MIN_ROOM) {
			throw new IllegalArgumentException(
					"max coinbase size: " + maxCoinbaseSize + " (expected: >= " + Coinbase.MIN_ROOM + ")");
		}
	}

	/**
	 * How long the whole extranonce is: the prefix of a lease and what a miner rolls.
	 * @return the length in bytes
	 */
	public int extranonceLength() {
		return ExtranonceLease.PREFIX_LENGTH + this.extranonce2Size;
	}

	/**
	 * How long the whole extranonce of a channel for custom jobs is.
	 */
	int customExtranonceLength() {
		return ExtranonceLease.STAMPED_PREFIX_LENGTH + this.extranonce2Size;
	}

}
