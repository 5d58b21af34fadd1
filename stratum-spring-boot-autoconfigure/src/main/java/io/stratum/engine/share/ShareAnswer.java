package io.stratum.engine.share;

import java.util.concurrent.CompletionStage;

import io.stratum.mining.share.ShareResult;

/**
 * The answer to a submitted share, now or when it was hashed and recorded.
 */
public sealed interface ShareAnswer {

	/**
	 * The answer is here.
	 *
	 * @param result the verdict
	 */
	record Now(ShareResult result) implements ShareAnswer {

	}

	/**
	 * The answer comes later, on any thread. It never fails.
	 *
	 * @param result the verdict
	 */
	record Later(CompletionStage<ShareResult> result) implements ShareAnswer {

	}

}
