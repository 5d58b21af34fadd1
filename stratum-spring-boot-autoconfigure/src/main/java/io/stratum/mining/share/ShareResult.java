package io.stratum.mining.share;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Hash256;
import io.stratum.mining.RejectReason;

/**
 * The verdict on a share.
 */
public sealed interface ShareResult {

	/**
	 * The header of the share, if it is a block, whatever else the verdict is.
	 * @return 80 bytes, or null if it is no block
	 */
	byte @Nullable [] blockHeader();

	/**
	 * The share counts.
	 *
	 * @param difficulty what it is credited with
	 * @param hash the hash of the header by the proof of work
	 * @param blockHeader the header if it is a block
	 */
	record Accepted(double difficulty, Hash256 hash, byte @Nullable [] blockHeader) implements ShareResult {

	}

	/**
	 * The share does not count.
	 *
	 * @param reason why
	 * @param blockHeader the header if it is a block all the same
	 */
	record Rejected(RejectReason reason, byte @Nullable [] blockHeader) implements ShareResult {

		private static final Rejected[] NO_BLOCKS = Arrays.stream(RejectReason.values())
			.map((reason) -> new Rejected(reason, null))
			.toArray(Rejected[]::new);

		/**
		 * A share that does not count and is no block.
		 * @param reason why
		 * @return the verdict
		 */
		public static Rejected of(RejectReason reason) {
			return NO_BLOCKS[reason.ordinal()];
		}

	}

}
