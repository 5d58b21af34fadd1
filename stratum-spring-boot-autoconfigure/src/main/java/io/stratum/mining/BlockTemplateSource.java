package io.stratum.mining;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Where work comes from: usually a node. The server asks once per
 * {@code stratum.mining.job-interval}, and at once when {@link #changed(BlockTemplate)}
 * says that there is something new.
 */
@FunctionalInterface
public interface BlockTemplateSource {

	/**
	 * Gets the template that is best now. May block; runs on the task executor with a
	 * timeout.
	 * @return the template
	 * @throws Exception if there is none; the last work stays until it is too old
	 */
	BlockTemplate fetch() throws Exception;

	/**
	 * A signal that a template is out of date, because the chain has a new tip or much
	 * better fees. It is asked for after each fetch; must not block. By default it never
	 * completes, and only the interval counts.
	 * @param current the template that was fetched last
	 * @return completes when fetching again is worth while
	 */
	default CompletionStage<?> changed(BlockTemplate current) {
		return new CompletableFuture<>();
	}

}
