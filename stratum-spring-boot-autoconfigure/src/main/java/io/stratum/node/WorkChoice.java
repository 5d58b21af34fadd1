package io.stratum.node;

import java.time.Instant;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Hash256;

/**
 * Which node's template is worked on: that of the first with a higher tip; on one tip,
 * that of the most preferred. A lower tip is taken only if a node knows the higher one
 * and has left it, and no other node still is on it. Safe for use by several threads.
 */
final class WorkChoice {

	private static final Log logger = LogFactory.getLog(WorkChoice.class);

	private final List<WatchedNode> nodes;

	private @Nullable Choice current;

	WorkChoice(List<WatchedNode> nodes) {
		this.nodes = List.copyOf(nodes);
	}

	synchronized @Nullable Choice current() {
		return this.current;
	}

	/**
	 * Whether it matters how a node stands to the current tip, before its template can be
	 * judged.
	 */
	synchronized boolean isDoubtful(NodeTemplate template) {
		Choice now = this.current;
		return now != null && !now.tip().equals(tip(template)) && height(template) < now.height();
	}

	/**
	 * Judges a new template of a node.
	 * @param node the node
	 * @param template its newest template
	 * @param left the higher tip that the node knows and has left, or null
	 * @return whether it is worked on now
	 */
	synchronized boolean offer(WatchedNode node, NodeTemplate template, @Nullable Hash256 left) {
		Choice now = this.current;
		Choice next = new Choice(node, template, template.template().fetched());
		if (now == null || next.height() > now.height()) {
			return take(next);
		}
		if (next.tip().equals(now.tip())) {
			boolean bridged = now.template() != now.node().newest() && now.template().longPollId() == null;
			return (bridged || node.rank() <= now.node().rank() || !now.node().works()) && take(next);
		}
		if (next.height() == now.height()) {
			return (node == now.node() || !now.node().works()) && reorganize(now, next);
		}
		if (left == null || !now.tip().equals(left) || (node != now.node() && now.node().works())) {
			return false;
		}
		Choice other = best(now, node);
		return (other != null) ? take(other) : reorganize(now, next);
	}

	/**
	 * Takes work without transactions, unless there is work on its tip.
	 * @param node the node whose template is not there yet
	 * @param empty the work
	 * @return whether it is worked on now
	 */
	synchronized boolean bridge(WatchedNode node, NodeTemplate empty) {
		Choice now = this.current;
		return (now == null || !now.tip().equals(tip(empty))) && offer(node, empty, null);
	}

	/**
	 * A node failed: if it was the one in use, another that is on the same tip, or on a
	 * higher one, takes its place.
	 * @return whether the template changed
	 */
	synchronized boolean failed(WatchedNode node) {
		Choice now = this.current;
		if (now == null || now.node() != node) {
			return false;
		}
		Choice other = best(now, node);
		return other != null && take(other);
	}

	private boolean take(Choice next) {
		Choice now = this.current;
		if (now != null && now.node() != next.node() && now.height() == next.height()) {
			logger.info("Work comes from " + next.node() + " now");
		}
		Instant since = (now != null && now.tip().equals(next.tip())) ? now.since() : next.since();
		this.current = new Choice(next.node(), next.template(), since);
		return true;
	}

	private boolean reorganize(Choice now, Choice next) {
		logger.warn("The chain of " + next.node() + " was reorganized: work is on block " + next.tip() + " at height "
				+ (next.height() - 1) + " now, no longer on " + now.tip() + " at height " + (now.height() - 1));
		this.current = next;
		return true;
	}

	/** The most preferred of the other nodes that work and are not behind. */
	private @Nullable Choice best(Choice now, WatchedNode without) {
		return this.nodes.stream()
			.filter((node) -> node != without && node.works())
			.map(WorkChoice::newest)
			.filter((choice) -> choice != null && (choice.height() > now.height() || choice.tip().equals(now.tip())))
			.findFirst()
			.orElse(null);
	}

	private static @Nullable Choice newest(WatchedNode node) {
		NodeTemplate template = node.newest();
		return (template != null) ? new Choice(node, template, template.template().fetched()) : null;
	}

	private static Hash256 tip(NodeTemplate template) {
		return template.template().previousBlock();
	}

	private static int height(NodeTemplate template) {
		return template.template().height();
	}

	/**
	 * What is worked on.
	 *
	 * @param node the node that gave the template
	 * @param template the template
	 * @param since when its tip was first worked on
	 */
	record Choice(WatchedNode node, NodeTemplate template, Instant since) {

		Hash256 tip() {
			return WorkChoice.tip(this.template);
		}

		int height() {
			return WorkChoice.height(this.template);
		}

	}

}
