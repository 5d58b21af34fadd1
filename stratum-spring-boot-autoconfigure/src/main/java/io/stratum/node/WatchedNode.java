package io.stratum.node;

import java.time.Instant;
import java.time.InstantSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a node. Logs when what is wrong with it changes, once. Safe for use by
 * several threads.
 */
final class WatchedNode {

	private static final Log logger = LogFactory.getLog(WatchedNode.class);

	/** Miners and nodes refuse times that are too far off. */
	private static final long CLOCK_TOLERANCE = 10;

	private final NodeRpc rpc;

	private final int rank;

	private final InstantSource clock;

	private @Nullable NodeTemplate newest;

	/** What the last call failed of; null when it did not. */
	private @Nullable NodeFailure failure;

	private @Nullable String error;

	private boolean answeredOnce;

	private boolean behind;

	private boolean longPoll;

	private boolean clockOff;

	private @Nullable String chain;

	private int peers = -1;

	private @Nullable Instant answered;

	WatchedNode(NodeRpc rpc, int rank, InstantSource clock) {
		this.rpc = rpc;
		this.rank = rank;
		this.clock = clock;
	}

	NodeRpc rpc() {
		return this.rpc;
	}

	/** Its place in the order of preference, the best first. */
	int rank() {
		return this.rank;
	}

	/** The template it gave last, or null before the first. */
	synchronized @Nullable NodeTemplate newest() {
		return this.newest;
	}

	synchronized boolean works() {
		return this.answeredOnce && this.failure == null;
	}

	synchronized @Nullable NodeFailure failure() {
		return this.failure;
	}

	synchronized @Nullable String error() {
		return this.error;
	}

	synchronized void gave(NodeTemplate template) {
		this.newest = template;
		long time = template.template().time();
		long difference = time - this.clock.instant().getEpochSecond();
		// At its lowest the time is not that of the node
		boolean off = time > template.template().minTime() && Math.abs(difference) > CLOCK_TOLERANCE;
		if (off && !this.clockOff) {
			logger.warn("The clock of " + this.rpc.endpoint() + " differs from ours by " + difference + " seconds");
		}
		this.clockOff = off;
	}

	synchronized void isOn(String chain, int peers) {
		this.chain = chain;
		this.peers = peers;
	}

	synchronized void longPolls(boolean polls) {
		this.longPoll = polls;
	}

	/** It answered; returns whether it did not do so before. */
	synchronized boolean answered() {
		boolean news = !works();
		this.answered = this.clock.instant();
		this.answeredOnce = true;
		this.failure = null;
		this.error = null;
		if (news) {
			logger.info("Connected to " + this.rpc.endpoint() + ((this.chain != null) ? ", chain " + this.chain : ""));
		}
		return news;
	}

	synchronized void failed(NodeException cause) {
		this.longPoll = false;
		if (this.failure != cause.failure()) {
			String text = "No work from " + cause.getMessage();
			if (cause.failure().isConfiguration()) {
				logger.error(text);
			}
			else {
				logger.warn(text);
			}
		}
		this.failure = cause.failure();
		this.error = cause.getMessage();
	}

	/** Its chain lacks, or no longer lacks, the block that is being built upon. */
	synchronized void isBehind(boolean isBehind, int height) {
		NodeTemplate last = this.newest;
		if (isBehind && !this.behind && last != null) {
			logger.warn(this.rpc.endpoint() + " is behind: it is at height " + (last.template().height() - 1)
					+ " (expected: " + (height - 1) + ")");
		}
		this.behind = isBehind;
	}

	synchronized NodeStatus status(boolean inUse) {
		NodeTemplate last = this.newest;
		NodeFailure wrong = (this.failure == null && this.behind) ? NodeFailure.BEHIND : this.failure;
		return new NodeStatus(this.rpc.endpoint().name(), this.rpc.endpoint().shownUrl(), inUse, this.chain,
				(last != null) ? last.template().height() - 1 : -1,
				(last != null) ? last.template().previousBlock().toString() : null, this.peers, this.answered,
				this.longPoll, wrong, this.error);
	}

	@Override
	public String toString() {
		return this.rpc.endpoint().toString();
	}

}
