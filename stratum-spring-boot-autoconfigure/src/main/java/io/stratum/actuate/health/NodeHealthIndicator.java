package io.stratum.actuate.health;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

import io.stratum.node.NodeFailure;
import io.stratum.node.NodeStatus;

/**
 * Up while a node works. If it does not, health is down when no other one works either,
 * and unknown, which takes nothing down, as long as another one does.
 */
public final class NodeHealthIndicator extends AbstractHealthIndicator {

	private final Supplier<List<NodeStatus>> nodes;

	private final int index;

	private final InstantSource clock;

	/**
	 * Creates the indicator.
	 * @param nodes all nodes as they are
	 * @param index which of them this is about
	 * @param clock the time of day
	 */
	public NodeHealthIndicator(Supplier<List<NodeStatus>> nodes, int index, InstantSource clock) {
		super("Node health check failed");
		this.nodes = nodes;
		this.index = index;
		this.clock = clock;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		List<NodeStatus> all = this.nodes.get();
		NodeStatus node = all.get(this.index);
		if (node.works()) {
			builder.up();
		}
		else if (all.stream().anyMatch(NodeStatus::works)) {
			builder.unknown();
		}
		else {
			builder.down();
		}
		builder.withDetail("url", node.url()).withDetail("inUse", node.inUse()).withDetail("longPoll", node.longPoll());
		detail(builder, "chain", node.chain());
		detail(builder, "height", (node.height() >= 0) ? node.height() : null);
		detail(builder, "peers", (node.peers() >= 0) ? node.peers() : null);
		if (node.answered() != null) {
			builder.withDetail("answeredSecondsAgo",
					Duration.between(node.answered(), this.clock.instant()).toSeconds());
		}
		NodeFailure failure = node.failure();
		detail(builder, "failure", (failure != null) ? failure.tag() : null);
		detail(builder, "error", node.error());
	}

	private static void detail(Health.Builder builder, String name, @Nullable Object value) {
		if (value != null) {
			builder.withDetail(name, value);
		}
	}

}
