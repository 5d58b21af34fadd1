package io.stratum.session.sv1;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.MiningEngine;
import io.stratum.mining.Worker;
import io.stratum.session.CloseReason;
import io.stratum.session.Connection;
import io.stratum.session.Dialect;
import io.stratum.session.ReconnectNotice;
import io.stratum.session.MessageHandlers;
import io.stratum.session.SessionSettings;
import io.stratum.session.StratumSession.WorkerDetails;

/**
 * A Stratum V1 session: its life, and its mining state if it mines.
 */
final class Sv1Session extends LineSession {

	private final @Nullable ReconnectNotice notice;

	private final RequestPipeline requests;

	private volatile @Nullable Sv1Mining mining;

	private final @Nullable AgentSupport agents;

	private volatile @Nullable Sv1AgentSide agentSide;

	Sv1Session(Environment environment, Connection connection, SessionSettings settings, MessageHandlers handlers,
			@Nullable ReconnectNotice notice, @Nullable AgentSupport agents) {
		super(environment, connection, settings);
		this.notice = notice;
		this.agents = agents;
		this.requests = new RequestPipeline(this, handlers, connection, settings, nanoTime());
		register();
	}

	/**
	 * The mining state, which begins with the first mining request.
	 */
	Sv1Mining mining(MiningEngine engine) {
		Sv1Mining state = this.mining;
		if (state == null) {
			state = new Sv1Mining(engine, this);
			this.mining = state;
		}
		return state;
	}

	/**
	 * Takes the name of the client.
	 * @param userAgent what it calls itself
	 * @param first whether this tells what kind of client it is
	 */
	void identify(String userAgent, boolean first) {
		setUserAgent(userAgent);
		if (first && this.agents != null && this.agents.recognizes(userAgent) && !isAgent()) {
			openAgentSide().recognized();
			events().dialectChanged(this, Dialect.SV1);
		}
	}

	boolean takesFrames() {
		return this.agents != null;
	}

	boolean isAgent() {
		Sv1AgentSide side = this.agentSide;
		return side != null && side.isAgent();
	}

	@Nullable Sv1AgentSide agentSide() {
		return this.agentSide;
	}

	/**
	 * The binary side, which begins when it is needed, on listeners that have it.
	 */
	Sv1AgentSide openAgentSide() {
		Sv1AgentSide side = this.agentSide;
		if (side == null) {
			if (this.agents == null) {
				throw new IllegalStateException("No agents are served on '" + listener() + "'");
			}
			side = new Sv1AgentSide(this, this.requests.handlers(), this.agents);
			this.agentSide = side;
		}
		return side;
	}

	@Override
	protected @Nullable Sv1Mining mining() {
		return this.mining;
	}

	@Override
	protected RequestPipeline inbound() {
		return this.requests;
	}

	@Override
	protected boolean isLoggedIn() {
		return this.requests.isLoggedIn();
	}

	@Override
	public int workerCount() {
		Sv1AgentSide side = this.agentSide;
		return (side != null && side.isAgent()) ? side.peer().size() : workers().size();
	}

	@Override
	public List<WorkerDetails> workerDetails(int from, int count) {
		Sv1AgentSide side = this.agentSide;
		return (side != null) ? side.peer().workerDetails(from, count) : List.of();
	}

	@Override
	public void frameEnded() {
		if (isOpen()) {
			this.requests.frameEnded();
		}
	}

	@Override
	public void sweep(long nowNanos) {
		expireCalls(nowNanos);
		super.sweep(nowNanos);
	}

	@Override
	protected Duration idleTimeout() {
		return isAgent() ? settings().agents().idleTimeout() : settings().idleTimeout();
	}

	@Override
	protected void announceClose(CloseReason reason) {
		// An agent ignores it
		if (reason == CloseReason.SHUTDOWN && this.notice != null && !isAgent()) {
			output().reconnect(this.notice);
		}
		output().finish();
	}

	@Override
	protected void release() {
		super.release();
		Sv1AgentSide side = this.agentSide;
		if (side != null) {
			side.peer().closed();
		}
	}

	@Override
	public Dialect dialect() {
		return isAgent() ? Dialect.BTCAGENT : Dialect.SV1;
	}

	@Override
	public Collection<Worker> workers() {
		Sv1AgentSide side = this.agentSide;
		if (side != null && side.isAgent()) {
			return side.peer().workers();
		}
		Sv1Mining state = this.mining;
		return (state != null) ? state.workers().all() : List.of();
	}

}
