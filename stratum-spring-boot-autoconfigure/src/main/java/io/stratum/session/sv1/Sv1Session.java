package io.stratum.session.sv1;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.MiningEngine;
import io.stratum.mining.Dialect;
import io.stratum.mining.Worker;
import io.stratum.protocol.sv1.Sv1Response;
import io.stratum.session.CloseReason;
import io.stratum.session.Connection;
import io.stratum.session.JsonPeer;
import io.stratum.session.MessageHandlers;
import io.stratum.session.ReconnectNotice;
import io.stratum.session.SessionSettings;
import io.stratum.session.StratumSession.WorkerDetails;
import io.stratum.session.flow.BinarySide;
import io.stratum.session.flow.TimedSession;

/**
 * A Stratum V1 session: its requests, what it sends on its own account, and its mining
 * state if it mines. On listeners that serve agents it has a binary side as well, once
 * the client shows that it may be one. Used on the loop only, but for what
 * {@link JsonPeer} offers.
 */
public final class Sv1Session extends TimedSession implements JsonPeer {

	private static final System.Logger logger = System.getLogger(Sv1Session.class.getName());

	private final @Nullable ReconnectNotice notice;

	private final LineOutput output;

	private final RequestPipeline requests;

	private final @Nullable AgentSupport agents;

	/** Null before the first mining request. */
	private volatile @Nullable Sv1Mining mining;

	/**
	 * What takes binary frames: null before the first frame, the first request for
	 * capabilities or the subscription of an agent, whichever comes first.
	 */
	private volatile @Nullable BinarySide binarySide;

	/** Whether the client is an agent: decided by its first subscription, for ever. */
	private volatile boolean agent;

	/** The calls that wait for a response of the peer; null before the first. */
	private @Nullable ServerCalls calls;

	Sv1Session(Environment environment, Connection connection, SessionSettings settings, MessageHandlers handlers,
			@Nullable ReconnectNotice notice, @Nullable AgentSupport agents) {
		super(environment, connection, settings);
		this.notice = notice;
		this.agents = agents;
		this.output = new LineOutput(connection, settings.maxOutboundBytes());
		this.requests = new RequestPipeline(this, handlers);
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

	@Override
	public @Nullable Sv1Mining mining() {
		return this.mining;
	}

	/**
	 * Takes the name of the client.
	 * @param userAgent what it calls itself
	 * @param first whether this tells what kind of client it is
	 */
	void identify(String userAgent, boolean first) {
		setUserAgent(userAgent);
		if (first && !this.agent && this.agents != null && this.agents.recognizes(userAgent)) {
			binarySide();
			this.agent = true;
			observer().dialectChanged(this, Dialect.SV1);
		}
	}

	/**
	 * Whether the client is an agent.
	 * @return true from its subscription on
	 */
	public boolean isAgent() {
		return this.agent;
	}

	/**
	 * The binary side, begun if need be.
	 * @return the binary side, or null if the listener serves no agents
	 */
	public @Nullable BinarySide binarySide() {
		BinarySide side = this.binarySide;
		if (side == null && this.agents != null) {
			side = this.agents.open(this);
			this.binarySide = side;
			this.requests.takeFrames(side);
		}
		return side;
	}

	boolean servesAgents() {
		return this.agents != null;
	}

	/**
	 * The table of handlers.
	 * @return the table
	 */
	public MessageHandlers handlers() {
		return this.requests.handlers();
	}

	/**
	 * What is sent.
	 * @return where to write
	 */
	public LineOutput output() {
		return this.output;
	}

	/**
	 * Logs something about the session, for who looks for it.
	 * @param text what to log
	 */
	public void debug(String text) {
		if (logger.isLoggable(System.Logger.Level.DEBUG)) {
			logger.log(System.Logger.Level.DEBUG, "Session " + id() + ": " + text);
		}
	}

	/**
	 * Whether a line that answers nothing can go out now.
	 * @return false while the peer waits for certain replies, or does not read
	 */
	public boolean canSendUnsolicited() {
		return !this.output.isReplyAwaited() && connection().isWritable();
	}

	@Override
	public void written() {
		this.output.flush();
		checkOutbound();
	}

	@Override
	public void send(String method, @Nullable Object... params) {
		byte[] line = ServerCalls.encode(null, method, params);
		onLoop(() -> unsolicited(line));
	}

	@Override
	public CompletionStage<@Nullable Object> call(String method, @Nullable Object... params) {
		ServerCalls.encode(null, method, params);
		CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
		if (!onLoop(() -> call(result, method, params))) {
			ServerCalls.closed(result);
		}
		return result;
	}

	private void call(CompletableFuture<@Nullable Object> result, String method, @Nullable Object[] params) {
		if (!isOpen()) {
			ServerCalls.closed(result);
			return;
		}
		if (this.calls == null) {
			this.calls = new ServerCalls();
		}
		unsolicited(this.calls.add(result, nanoTime() + settings().callTimeout().toNanos(), method, params));
	}

	private void unsolicited(byte[] line) {
		if (isOpen()) {
			if (this.output.unsolicited(line)) {
				checkOutbound();
			}
			else {
				close(CloseReason.SLOW);
			}
		}
	}

	void answered(Sv1Response response) {
		if (this.calls != null) {
			this.calls.answered(response);
		}
	}

	@Override
	protected RequestPipeline inbound() {
		return this.requests;
	}

	@Override
	protected int pendingReplies() {
		BinarySide side = this.binarySide;
		return super.pendingReplies() + ((side != null) ? side.pendingReplies() : 0);
	}

	@Override
	protected boolean isLoggedIn() {
		return this.requests.isLoggedIn();
	}

	@Override
	public void frameEnded() {
		if (isOpen()) {
			this.requests.frameEnded();
		}
	}

	@Override
	public void sweep(long nowNanos) {
		if (this.calls != null) {
			this.calls.expire(nowNanos);
		}
		super.sweep(nowNanos);
	}

	@Override
	protected Duration idleTimeout() {
		return this.agent ? settings().agents().idleTimeout() : settings().idleTimeout();
	}

	@Override
	public Dialect dialect() {
		return this.agent ? Dialect.BTCAGENT : Dialect.SV1;
	}

	@Override
	public Collection<Worker> workers() {
		BinarySide side = this.binarySide;
		if (this.agent && side != null) {
			return side.workers();
		}
		Sv1Mining state = this.mining;
		return (state != null) ? state.workers().all() : List.of();
	}

	@Override
	public int workerCount() {
		BinarySide side = this.binarySide;
		return (this.agent && side != null) ? side.size() : workers().size();
	}

	@Override
	public List<WorkerDetails> workerDetails(int from, int count) {
		BinarySide side = this.binarySide;
		return (side != null) ? side.workerDetails(from, count) : List.of();
	}

	@Override
	protected void announceClose(CloseReason reason) {
		// An agent ignores it
		if (reason == CloseReason.SHUTDOWN && this.notice != null && !this.agent) {
			this.output.reconnect(this.notice);
		}
		this.output.finish();
	}

	@Override
	protected void release() {
		super.release();
		this.output.release();
		if (this.calls != null) {
			this.calls.fail();
		}
		BinarySide side = this.binarySide;
		if (side != null) {
			side.closed();
		}
	}

}
