package io.stratum.engine.share;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.Share;
import io.stratum.mining.share.ShareResult;

/**
 * A share on its way to the recorder.
 *
 * @param share the share
 * @param result its verdict
 * @param answer the answer, or null if it was given already
 * @param nanos when it was appended
 */
record JournalEntry(Share share, ShareResult.Accepted result, @Nullable CompletableFuture<ShareResult> answer,
		long nanos) {

	void confirm() {
		answer(this.result);
	}

	/** Gives the answer, unless it was given already. */
	boolean answer(ShareResult given) {
		return this.answer != null && this.answer.complete(given);
	}

	boolean isAnswered() {
		return this.answer == null || this.answer.isDone();
	}

}
