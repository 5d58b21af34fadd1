package io.stratum.client.btcagent;

import java.util.Collection;

import reactor.core.publisher.Mono;

import io.stratum.client.ClientLink;
import io.stratum.client.StratumClient;

/**
 * A connection of an agent to its pool, after the opening dialogue. Workers are
 * registered on it; their jobs come to the {@link AgentListener}. Safe for use from any
 * thread.
 *
 * <pre class="code">
 * StratumClient client = StratumClient.builder().uri("stratum+tcp://localhost:3333").build();
 * AgentSession agent = AgentSession.connect(client, AgentSetup.of("account"), listener).block();
 * RegisteredWorker worker = agent.register("cgminer/4.11.1", "rig01").block();
 * </pre>
 */
public final class AgentSession {

	private final AgentLink link;

	private AgentSession(AgentLink link) {
		this.link = link;
	}

	/**
	 * Connects and authorizes the sub-account on each subscription.
	 * @param client where to
	 * @param setup what the agent says of itself
	 * @param listener hears of jobs
	 * @return the session; fails with {@link io.stratum.session.StratumErrorException} if
	 * the pool refuses the sub-account, and with
	 * {@link io.stratum.client.StratumConnectionException} if it cannot be reached, is
	 * silent, or has no place for an agent
	 */
	public static Mono<AgentSession> connect(StratumClient client, AgentSetup setup, AgentListener listener) {
		return ClientLink.open(client, (bytes) -> new AgentLink(bytes, setup, listener))
			.flatMap(AgentLink::open)
			.map(AgentSession::new);
	}

	/**
	 * Registers a worker. The pool does not answer; jobs come at once.
	 * @param userAgent the software of the miner
	 * @param name the name of the worker. Both are characters of Latin-1 without NUL
	 * @return the worker; fails with {@link io.stratum.client.StratumConnectionException}
	 * if there are 65535 workers
	 */
	public Mono<RegisteredWorker> register(String userAgent, String name) {
		return this.link.register(userAgent, name);
	}

	/**
	 * The registered workers.
	 * @return a copy
	 */
	public Collection<RegisteredWorker> workers() {
		return this.link.workers().all();
	}

	/**
	 * Whether the connection is open.
	 * @return false once it is closed
	 */
	public boolean isOpen() {
		return this.link.bytes().isOpen();
	}

	/**
	 * The end of the connection, whoever caused it.
	 * @return completes when it is closed, and never fails
	 */
	public Mono<Void> closed() {
		return this.link.bytes().closed();
	}

	/**
	 * Closes the connection, which unregisters all workers.
	 */
	public void close() {
		this.link.bytes().close();
	}

}
