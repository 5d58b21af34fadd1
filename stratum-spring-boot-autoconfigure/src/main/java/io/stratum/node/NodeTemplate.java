package io.stratum.node;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.BlockTemplate;

/**
 * A template as a node gave it.
 *
 * @param template the template
 * @param longPollId what a call that waits for the next one names, or null if the node
 * does not offer that
 */
record NodeTemplate(BlockTemplate template, @Nullable String longPollId) {

}
