package io.stratum.session.sv1;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

import io.stratum.mining.Worker;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.job.Job;
import io.stratum.mining.vardiff.DifficultyLimits;
import io.stratum.session.CloseReason;
import io.stratum.session.Connection;
import io.stratum.session.MessageHandlers;
import io.stratum.session.SessionObserver;
import io.stratum.session.SessionSettings;

/**
 * What only those sessions have that an agent may use: their binary side, and what it
 * sees of them.
 */
final class Sv1AgentSide implements AgentSupport.Host {

	private final Sv1Session session;

	private final MessageHandlers handlers;

	private final AgentSupport.Peer peer;

	private volatile boolean agent;

	Sv1AgentSide(Sv1Session session, MessageHandlers handlers, AgentSupport support) {
		this.session = session;
		this.handlers = handlers;
		this.peer = support.open(this);
	}

	void recognized() {
		this.agent = true;
	}

	@Override
	public Sv1Session session() {
		return this.session;
	}

	@Override
	public AgentSupport.Peer peer() {
		return this.peer;
	}

	@Override
	public boolean isAgent() {
		return this.agent;
	}

	@Override
	public void close(CloseReason reason) {
		this.session.close(reason);
	}

	@Override
	public MessageHandlers handlers() {
		return this.handlers;
	}

	@Override
	public Connection connection() {
		return this.session.transportConnection();
	}

	@Override
	public SessionSettings limits() {
		return this.session.limits();
	}

	@Override
	public SessionObserver events() {
		return this.session.events();
	}

	@Override
	public long now() {
		return this.session.now();
	}

	@Override
	public void debug(String text) {
		this.session.debug(text);
	}

	@Override
	public void writeFrames(ByteBuf frames) {
		this.session.output().frames(frames);
	}

	@Override
	public void writeLine(ByteBuf line) {
		this.session.output().shared(line);
	}

	@Override
	public void writeNotification(String method, Object param) {
		this.session.output().notification(method, param);
	}

	@Override
	public @Nullable MiningChannel channel() {
		Sv1Mining mining = this.session.mining();
		return (mining != null) ? mining.channel() : null;
	}

	@Override
	public @Nullable Worker account() {
		Sv1Mining mining = this.session.mining();
		return (mining != null) ? mining.workers().first() : null;
	}

	@Override
	public @Nullable Job currentJob() {
		Sv1Mining mining = this.session.mining();
		return (mining != null) ? mining.jobs().current() : null;
	}

	@Override
	public int versionMask() {
		Sv1Mining mining = this.session.mining();
		return (mining != null) ? mining.jobs().versionMask() : 0;
	}

	@Override
	public DifficultyLimits startLimits() {
		Sv1Mining mining = this.session.mining();
		return (mining != null) ? mining.startLimits() : limits().difficulty();
	}

}
