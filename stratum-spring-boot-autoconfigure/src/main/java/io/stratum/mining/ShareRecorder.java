package io.stratum.mining;

import java.util.List;

/**
 * Where accepted shares go. With {@code stratum.mining.acknowledge=recorded} a miner
 * hears {@code true} only after the recorder took its share.
 * <p>
 * Recording a {@linkplain Share#id() share id} twice must count once. A batch of which
 * nothing is known is given again, maybe together with later shares, or in parts: when a
 * call fails, when it returns only after it was interrupted, and when the server stopped
 * meanwhile.
 */
@FunctionalInterface
public interface ShareRecorder {

	/**
	 * Records a batch, all or nothing. May block; runs on one thread of the engine, one
	 * batch after the other. A call that takes longer than
	 * {@code stratum.mining.policy-timeout} is interrupted, and there is no other before
	 * it returns.
	 * <p>
	 * A batch that is refused is given again in halves, until a share is refused alone.
	 * That one is given again each time that others were recorded. Refused eight times
	 * after another was recorded, it is poison: it is set aside, logged and counted, and
	 * its miner is told that it is not confirmed. While nothing is recorded, nothing is
	 * set aside.
	 * @param shares at least one share, in the order in which they were accepted
	 * @throws PoisonShareException if some of the shares can never be recorded; they are
	 * set aside, and the others given again
	 * @throws Exception if the batch may not have been recorded; it will be given again
	 */
	void record(List<Share> shares) throws Exception;

}
