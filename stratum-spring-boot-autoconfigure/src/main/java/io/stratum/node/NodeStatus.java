package io.stratum.node;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How a node is.
 *
 * @param name its name
 * @param url its URL, without credentials
 * @param inUse whether work comes from it
 * @param chain the chain it is on, or null if it is not known yet
 * @param height the height of its tip, or -1 if it gave no template yet
 * @param tip the hash of its tip, or null if it gave no template yet
 * @param peers how many nodes it is connected to, or -1 if it does not say
 * @param answered when it answered last, or null if it never did
 * @param longPoll whether a call waits for its next template now
 * @param failure what is wrong with it, or null if it works
 * @param error the same in words
 */
public record NodeStatus(String name, String url, boolean inUse, @Nullable String chain, int height,
		@Nullable String tip, int peers, @Nullable Instant answered, boolean longPoll, @Nullable NodeFailure failure,
		@Nullable String error) {

	/**
	 * Whether work can come from the node.
	 * @return false before its first answer, and while something is wrong with it
	 */
	public boolean works() {
		return this.answered != null && this.failure == null;
	}

}
