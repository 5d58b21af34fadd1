package io.stratum.session.sv1;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

import io.stratum.engine.MiningEngine;
import io.stratum.mining.Worker;
import io.stratum.mining.job.Work;
import io.stratum.protocol.sv1.Sv1Encoder;
import io.stratum.protocol.sv1.Sv1Response;
import io.stratum.session.AbstractStratumSession;
import io.stratum.session.CloseReason;
import io.stratum.session.Connection;
import io.stratum.session.Dialect;
import io.stratum.session.Farewell;
import io.stratum.session.JobBroadcaster;
import io.stratum.session.MessageHandlers;
import io.stratum.session.SessionObserver;
import io.stratum.session.SessionSettings;
import io.stratum.session.StratumSession.WorkerDetails;

/**
 * A Stratum V1 session: its life, what it sends on its own account, and its mining state
 * if it mines.
 */
final class Sv1Session extends AbstractStratumSession implements JobBroadcaster.JobReceiver {

	private static final System.Logger logger = System.getLogger(Sv1Session.class.getName());

	private final @Nullable Farewell farewell;

	private final LineOutput output;

	private final RequestPipeline requests;

	private final long openedAt;

	private long lastActive;

	private @Nullable PendingCalls calls;

	private volatile @Nullable Sv1Mining mining;

	private final @Nullable AgentSupport agents;

	private volatile @Nullable Sv1AgentSide agentSide;

	Sv1Session(Environment environment, Connection connection, SessionSettings settings, MessageHandlers handlers,
			@Nullable Farewell farewell, @Nullable AgentSupport agents) {
		super(environment, connection, settings);
		this.farewell = farewell;
		this.agents = agents;
		this.output = new LineOutput(connection, settings.maxOutboundBytes());
		this.openedAt = nanoTime();
		this.lastActive = this.openedAt;
		this.requests = new RequestPipeline(this, handlers, connection, settings, this.openedAt);
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

	LineOutput output() {
		return this.output;
	}

	SessionObserver events() {
		return observer();
	}

	SessionSettings limits() {
		return settings();
	}

	Connection transportConnection() {
		return connection();
	}

	long now() {
		return nanoTime();
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

	@Nullable Sv1Mining mining() {
		return this.mining;
	}

	void resume() {
		this.requests.resume();
	}

	@Override
	public List<WorkerDetails> workerDetails() {
		Sv1AgentSide side = this.agentSide;
		return (side != null) ? side.peer().workerDetails() : List.of();
	}

	void debug(String text) {
		if (logger.isLoggable(System.Logger.Level.DEBUG)) {
			logger.log(System.Logger.Level.DEBUG, "Session " + id() + ": " + text);
		}
	}

	/**
	 * Whether a line that answers nothing can go out now.
	 */
	boolean canSendUnsolicited() {
		return !this.output.isQuiet() && connection().isWritable();
	}

	/**
	 * Sends what was written and closes the session if the peer does not take it.
	 */
	void written() {
		this.output.flush();
		checkOutbound();
	}

	void quietEnded() {
		Sv1Mining state = this.mining;
		if (state != null) {
			state.sendWaiting();
		}
	}

	void answered(Sv1Response response) {
		if (this.calls != null) {
			this.calls.answered(response);
		}
	}

	@Override
	public void receive(ByteBuf bytes) {
		if (isOpen()) {
			this.requests.receive(bytes);
		}
	}

	@Override
	public void frameEnded() {
		if (isOpen()) {
			this.requests.frameEnded();
		}
	}

	@Override
	public void readComplete() {
		Sv1AgentSide side = this.agentSide;
		if (side != null) {
			side.peer().endBurst();
		}
		this.output.endBurst();
		if (isOpen()) {
			checkOutbound();
		}
	}

	@Override
	public void writabilityChanged() {
		super.writabilityChanged();
		if (isOpen() && connection().isWritable()) {
			quietEnded();
			this.requests.resume();
		}
	}

	@Override
	public void sweep(long nowNanos) {
		if (!isOpen() || timedOut(nowNanos)) {
			return;
		}
		checkSlow(nowNanos);
		Sv1Mining state = this.mining;
		if (isOpen() && state != null) {
			state.sweep(nowNanos);
		}
		if (this.calls != null) {
			this.calls.expire(nowNanos);
		}
		if (isOpen()) {
			this.requests.sweep(nowNanos);
		}
	}

	private boolean timedOut(long nowNanos) {
		if (this.requests.takeActivity()) {
			this.lastActive = nowNanos;
		}
		if (!this.requests.isLoggedIn()) {
			if (nowNanos - this.openedAt > settings().loginTimeout().toNanos()) {
				close(CloseReason.LOGIN_TIMEOUT);
			}
		}
		else if (nowNanos - this.lastActive > idleTimeout().toNanos()) {
			close(CloseReason.IDLE_TIMEOUT);
		}
		return !isOpen();
	}

	private Duration idleTimeout() {
		return isAgent() ? settings().agents().idleTimeout() : settings().idleTimeout();
	}

	@Override
	public void workPublished(Work work) {
		Sv1Mining state = this.mining;
		if (isOpen() && state != null) {
			state.sendLatest();
		}
	}

	@Override
	public void workExpired() {
		Sv1Mining state = this.mining;
		if (isOpen() && state != null && state.isStarted()) {
			close(CloseReason.NO_WORK);
		}
	}

	@Override
	protected void sayFarewell(CloseReason reason) {
		// An agent ignores it
		if (reason == CloseReason.SHUTDOWN && this.farewell != null && !isAgent()) {
			this.output.farewell(this.farewell);
		}
		this.output.finish();
	}

	@Override
	protected void release() {
		this.output.release();
		this.requests.release();
		if (this.calls != null) {
			this.calls.fail();
		}
		Sv1AgentSide side = this.agentSide;
		if (side != null) {
			side.peer().closed();
		}
		Sv1Mining state = this.mining;
		if (state != null) {
			state.closed();
		}
	}

	@Override
	public Dialect dialect() {
		return isAgent() ? Dialect.BTCAGENT : Dialect.SV1;
	}

	@Override
	public Collection<Worker> workers() {
		if (isAgent()) {
			return workerDetails().stream().map(WorkerDetails::worker).toList();
		}
		Sv1Mining state = this.mining;
		return (state != null) ? state.workers().all() : List.of();
	}

	@Override
	public double difficulty() {
		Sv1Mining state = this.mining;
		return (state != null) ? state.difficulty() : 0;
	}

	@Override
	public void send(String method, @Nullable Object... params) {
		byte[] line = encode(null, method, params);
		onLoop(() -> unsolicited(line));
	}

	@Override
	public CompletionStage<@Nullable Object> call(String method, @Nullable Object... params) {
		encode(null, method, params);
		CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
		if (!onLoop(() -> call(result, method, params))) {
			PendingCalls.closed(result);
		}
		return result;
	}

	private void call(CompletableFuture<@Nullable Object> result, String method, @Nullable Object[] params) {
		if (!isOpen()) {
			PendingCalls.closed(result);
			return;
		}
		if (this.calls == null) {
			this.calls = new PendingCalls();
		}
		long id = this.calls.add(result, nanoTime() + settings().callTimeout().toNanos());
		unsolicited(encode(id, method, params));
	}

	private void unsolicited(byte[] line) {
		if (!isOpen()) {
			return;
		}
		if (this.output.unsolicited(line)) {
			checkOutbound();
		}
		else {
			close(CloseReason.SLOW);
		}
	}

	private static byte[] encode(@Nullable Object id, String method, @Nullable Object[] params) {
		ByteBuf out = Unpooled.buffer();
		Sv1Encoder.request(out, id, method, Arrays.asList(params));
		return ByteBufUtil.getBytes(out);
	}

}
