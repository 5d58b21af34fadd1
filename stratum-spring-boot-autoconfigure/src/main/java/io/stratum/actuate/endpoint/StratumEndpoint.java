package io.stratum.actuate.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

import io.stratum.engine.EngineStatus;
import io.stratum.engine.MiningEngine;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.job.Work;
import io.stratum.room.Fault;
import io.stratum.node.NodeStatus;
import io.stratum.server.StratumServer;
import io.stratum.server.StratumServer.BoundListener;
import io.stratum.session.SessionRegistry;

/**
 * What the server serves and has done: listeners, dialects, work and totals.
 */
@Endpoint(id = "stratum", defaultAccess = Access.READ_ONLY)
public final class StratumEndpoint {

	private final @Nullable StratumServer server;

	private final @Nullable MiningEngine engine;

	private final SessionRegistry sessions;

	private final StratumTotals totals;

	private final Supplier<List<NodeStatus>> nodes;

	/**
	 * Creates the endpoint.
	 * @param server the server, or null if only the web server of the application serves
	 * @param engine the engine, or null if there is no mining
	 * @param sessions the sessions
	 * @param totals the totals
	 * @param nodes the nodes as they are
	 */
	public StratumEndpoint(@Nullable StratumServer server, @Nullable MiningEngine engine, SessionRegistry sessions,
			StratumTotals totals, Supplier<List<NodeStatus>> nodes) {
		this.server = server;
		this.engine = engine;
		this.sessions = sessions;
		this.totals = totals;
		this.nodes = nodes;
	}

	/**
	 * What the server serves and has done.
	 * @return the descriptor
	 */
	@ReadOperation
	public StratumDescriptor stratum() {
		return new StratumDescriptor(listeners(), this.sessions.size(), work(), this.nodes.get(),
				this.totals.snapshot());
	}

	private List<ListenerDescriptor> listeners() {
		if (this.server == null) {
			return List.of();
		}
		return this.server.listeners()
			.stream()
			.map((listener) -> new ListenerDescriptor(listener.name(), listener.transport(), listener.address(),
					listener.port(), dialects(listener), listener.sessions()))
			.toList();
	}

	private static List<String> dialects(BoundListener listener) {
		return listener.dialects().stream().map((dialect) -> dialect.name().toLowerCase(Locale.ROOT)).toList();
	}

	private @Nullable WorkDescriptor work() {
		if (this.engine == null) {
			return null;
		}
		EngineStatus status = this.engine.status();
		Work work = this.engine.currentWork();
		WorkTemplate template = (work != null) ? template(work) : null;
		return new WorkDescriptor(status.ready(), template, status.groups(), status.pendingShares(),
				status.keptChannels(), status.openSubmissions(), status.faults());
	}

	private static WorkTemplate template(Work work) {
		BlockTemplate template = work.template();
		return new WorkTemplate(work.number(), template.height(), template.previousBlock().toString(),
				template.fetched(), template.transactions().size(), template.coinbaseValue());
	}

	/**
	 * What the server serves and has done.
	 *
	 * @param listeners the ports of the server
	 * @param sessions the open sessions, on all listeners and on the web server
	 * @param work what is being mined, or null without mining
	 * @param nodes the nodes that work comes from, the most preferred first; empty if it
	 * comes from elsewhere
	 * @param totals the counts since the start
	 */
	public record StratumDescriptor(List<ListenerDescriptor> listeners, int sessions, @Nullable WorkDescriptor work,
			List<NodeStatus> nodes, StratumTotals.Snapshot totals) implements OperationResponseBody {

	}

	/**
	 * A bound listener.
	 *
	 * @param name its name
	 * @param transport its transport
	 * @param address the address it is bound to
	 * @param port the port it is bound to
	 * @param dialects the dialects it serves
	 * @param connections its open connections
	 */
	public record ListenerDescriptor(String name, String transport, String address, int port, List<String> dialects,
			int connections) {

	}

	/**
	 * What is being mined.
	 *
	 * @param ready whether it is young enough, so that miners are let in
	 * @param template the newest template, or null before the first
	 * @param payouts how many payouts are being mined for
	 * @param sharesPending how many accepted shares are not recorded yet
	 * @param resumable how many disconnected miners may come back
	 * @param submissionsOpen how many answers to found blocks are outstanding
	 * @param faults what is wrong with beans of the application, possibly nothing
	 */
	public record WorkDescriptor(boolean ready, @Nullable WorkTemplate template, int payouts, int sharesPending,
			int resumable, int submissionsOpen, List<Fault> faults) {

	}

	/**
	 * A template.
	 *
	 * @param number counts works since the start
	 * @param height the height of the block
	 * @param previousBlock the hash of the block before
	 * @param fetched when the template was got
	 * @param transactions how many transactions it has, without the coinbase
	 * @param coinbaseValue subsidy and fees in satoshis
	 */
	public record WorkTemplate(long number, int height, String previousBlock, Instant fetched, int transactions,
			long coinbaseValue) {

	}

}
