package io.stratum.mining;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Where work comes from: usually a node. Called on a thread of its own, one call at a
 * time; one that takes longer than {@code stratum.mining.policy-timeout} is interrupted.
 */
@FunctionalInterface
public interface BlockTemplateSource {

	/**
	 * Gets the template that is best now. May block. It is asked each
	 * {@code stratum.mining.poll-interval}, each {@code stratum.mining.job-interval}, and
	 * after a block of the pool's own was accepted.
	 * @return the template
	 * @throws Exception if there is none; the last work stays until it is too old
	 */
	BlockTemplate fetch() throws Exception;

	/**
	 * The template that follows, as soon as there is one that miners should have at once,
	 * because the chain has a new tip or fees are much better: the answer to a long poll.
	 * There is never more than one stage that has not completed; the next is asked for
	 * after the template of the last. By default it never completes, and what
	 * {@link #fetch()} gives counts.
	 * @param current the template that came last
	 * @return the next template; if it fails it is asked for again after a second. Null,
	 * from here or from the stage, is taken for never
	 */
	default CompletionStage<BlockTemplate> next(BlockTemplate current) {
		return new CompletableFuture<>();
	}

}
