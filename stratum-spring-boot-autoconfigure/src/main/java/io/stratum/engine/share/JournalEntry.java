package io.stratum.engine.share;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.Share;
import io.stratum.mining.share.ShareResult;

/**
 * A share on its way to the recorder.
 */
final class JournalEntry {

	private final Share share;

	private final ShareResult.Accepted result;

	private final @Nullable CompletableFuture<ShareResult> answer;

	private final long nanos;

	/**
	 * Whether the share is recorded or set aside, so that the recorder never gets it
	 * again. Belongs to the loop of the journal, which sets it once.
	 */
	private boolean settled;

	/**
	 * Creates an entry.
	 * @param share the share
	 * @param result its verdict
	 * @param answer the answer, or null if it was given already
	 * @param nanos when it was appended
	 */
	JournalEntry(Share share, ShareResult.Accepted result, @Nullable CompletableFuture<ShareResult> answer,
			long nanos) {
		this.share = share;
		this.result = result;
		this.answer = answer;
		this.nanos = nanos;
	}

	Share share() {
		return this.share;
	}

	ShareResult.Accepted result() {
		return this.result;
	}

	long nanos() {
		return this.nanos;
	}

	boolean isSettled() {
		return this.settled;
	}

	void settle() {
		this.settled = true;
	}

	/** Gives the answer, unless it was given already. */
	boolean answer(ShareResult given) {
		return this.answer != null && this.answer.complete(given);
	}

	boolean isAnswered() {
		return this.answer == null || this.answer.isDone();
	}

}
