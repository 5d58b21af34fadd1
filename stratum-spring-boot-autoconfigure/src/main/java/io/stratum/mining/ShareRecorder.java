package io.stratum.mining;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Where accepted shares go. With {@code stratum.mining.acknowledge=recorded} a miner
 * hears {@code true} only after the recorder took its share.
 * <p>
 * A batch that failed is given again, and so is one whose call takes longer than
 * {@code stratum.mining.policy-timeout}, though that call may still be under way; no more
 * than three are at a time. Recording a {@linkplain Share#id() share id} twice must count
 * once.
 */
@FunctionalInterface
public interface ShareRecorder {

	/**
	 * Records a batch. May block; runs on the task executor, one batch at a time unless a
	 * call takes too long.
	 * @param shares at least one share
	 * @throws Exception if the batch may not have been recorded; it will be given again
	 */
	void record(List<Share> shares) throws Exception;

	/**
	 * Records a batch without blocking. By default {@link #record(List)} is called on the
	 * executor.
	 * @param shares at least one share
	 * @param blocking where blocking code may run
	 * @return completes when the batch is recorded
	 */
	default CompletionStage<Void> record(List<Share> shares, Executor blocking) {
		return CompletableFuture.runAsync(() -> {
			try {
				record(shares);
			}
			catch (Exception ex) {
				throw new CompletionException(ex);
			}
		}, blocking);
	}

}
