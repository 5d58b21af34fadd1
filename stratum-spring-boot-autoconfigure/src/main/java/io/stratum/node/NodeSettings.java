package io.stratum.node;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * How nodes are watched.
 *
 * @param chains the chains that a node may be on, as it calls them: {@code main},
 * {@code test}, {@code testnet4}, {@code signet}, {@code regtest}; empty for any
 * @param rules the rules that blocks can be built by, as templates call them
 * @param longPoll whether a call waits at each node for its next template
 * @param pollInterval how often each node is asked for its tip
 * @param emptyWorkAfter how long after a new tip was seen work without transactions is
 * made if there is no template yet; null for never. On the main network only
 */
public record NodeSettings(Set<String> chains, Set<String> rules, boolean longPoll, Duration pollInterval,
		@Nullable Duration emptyWorkAfter) {

	public NodeSettings {
		chains = Set.copyOf(chains);
		rules = Set.copyOf(rules);
	}

}
