package io.stratum.mining;

/**
 * Adds to a template what its chain demands and the source does not know of, such as
 * required outputs or bytes behind the transactions, by what the node said: see
 * {@link BlockTemplate#raw()}. Called for each template by a thread of the source, in
 * order of the beans. Miners wait for it: one that needs another server keeps a snapshot
 * of what that said.
 */
@FunctionalInterface
public interface BlockTemplateCustomizer {

	/**
	 * Customizes a template.
	 * @param template the template of the source
	 * @return the template that is mined
	 * @throws Exception if there is none; then it is as if the source had none
	 */
	BlockTemplate customize(BlockTemplate template) throws Exception;

}
