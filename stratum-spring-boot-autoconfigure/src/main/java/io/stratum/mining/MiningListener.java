package io.stratum.mining;

import java.time.Duration;

/**
 * Hears what happens in the mine. Calls come on event loops and engine threads and must
 * not block; an exception is logged and goes no further.
 */
public interface MiningListener {

	/**
	 * A worker was authorized.
	 * @param request who asked
	 * @param worker the worker
	 */
	default void workerAuthorized(AuthenticationRequest request, Worker worker) {
	}

	/**
	 * A worker was refused.
	 * @param request who asked
	 * @param message what the miner was told
	 */
	default void workerRefused(AuthenticationRequest request, String message) {
	}

	/**
	 * A share was accepted by the check. With acknowledgement by a recorder it may still
	 * be unconfirmed.
	 * @param share the share
	 */
	default void shareAccepted(Share share) {
	}

	/**
	 * A share was refused.
	 * @param worker the name that came with it; untrusted text
	 * @param reason why
	 */
	default void shareRejected(String worker, RejectReason reason) {
	}

	/**
	 * An accepted share is not recorded but set aside, because the recorder refuses it
	 * while it records others. Its miner hears that it is not confirmed.
	 * @param share the share
	 */
	default void shareSetAside(Share share) {
	}

	/**
	 * A block was found. It will be submitted, unless {@link #blockDropped(Block)}
	 * follows. Not called for blocks of custom jobs, whose transactions only the client
	 * knows: it submits them, and {@link #shareAccepted(Share)} hears of them.
	 * @param block the block
	 */
	default void blockFound(Block block) {
	}

	/**
	 * A found block is not submitted, or no longer: too many were found on one block, of
	 * which one can win, or too many are without an answer, of which the oldest go first.
	 * @param block the block
	 */
	default void blockDropped(Block block) {
	}

	/**
	 * A submitter answered for a block.
	 * @param block the block
	 * @param submitter the name of the submitter
	 * @param outcome what it said; {@link BlockOutcome.Kind#LATER} if it did not answer
	 * before the block was buried
	 */
	default void blockSubmitted(Block block, String submitter, BlockOutcome outcome) {
	}

	/**
	 * A block of the pool is as deep in the best chain as
	 * {@code stratum.mining.confirmations} says. Needs a {@link BlockChain}.
	 * @param block the block
	 */
	default void blockConfirmed(MinedBlock block) {
	}

	/**
	 * A block of the pool that a node took is not on the best chain, in which six blocks
	 * follow its height. Needs a {@link BlockChain}.
	 * @param block the block
	 */
	default void blockOrphaned(MinedBlock block) {
	}

	/**
	 * New work was published.
	 * @param template what it is built from
	 * @param newTip whether it follows another block than the work before
	 */
	default void workPublished(BlockTemplate template, boolean newTip) {
	}

	/**
	 * A new job was handed to the transport for every session.
	 * @param sessions how many sessions
	 * @param elapsed from its publication to the last session
	 */
	default void workBroadcast(int sessions, Duration elapsed) {
	}

}
