package io.stratum.session.sv1;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

import io.stratum.protocol.ForeignProtocolException;
import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.protocol.sv1.Sv1Decoder;
import io.stratum.protocol.sv1.Sv1Message;
import io.stratum.protocol.sv1.Sv1Response;
import io.stratum.session.CloseReason;
import io.stratum.session.Connection;
import io.stratum.session.MessageHandlers;
import io.stratum.session.SessionSettings;
import io.stratum.session.StratumError;
import io.stratum.session.flow.HeldBytes;
import io.stratum.session.flow.MessageRate;

/**
 * The way of a request through a session: decoded, handled in order, answered in order.
 * Reading stops while too many replies are pending, the peer sends too much, or does not
 * read; what was read by then is kept. Used on the loop only.
 */
final class RequestPipeline {

	private static final StratumError PARSE_ERROR = StratumError.of(20, "Parse error");

	private final Sv1Session session;

	private final RequestDispatcher requests;

	private final Connection connection;

	private final LineOutput output;

	private final Sv1Decoder decoder;

	private final MessageRate rate;

	private final int maxPending;

	private @Nullable HeldBytes undecoded;

	private boolean stopped;

	private boolean resuming;

	private boolean active;

	private int uncountedFrames;

	RequestPipeline(Sv1Session session, MessageHandlers handlers, Connection connection, SessionSettings settings,
			long nowNanos) {
		this.session = session;
		this.requests = new RequestDispatcher(session, handlers, connection.loop());
		this.connection = connection;
		this.output = session.output();
		this.decoder = new Sv1Decoder(settings.maxLineLength());
		this.rate = new MessageRate(settings.maxMessagesPerSecond(), nowNanos);
		this.maxPending = settings.maxPending();
	}

	MessageHandlers handlers() {
		return this.requests.handlers();
	}

	/**
	 * Whether the peer did what the login timeout waits for.
	 */
	boolean isLoggedIn() {
		return this.requests.isLoggedIn();
	}

	/**
	 * Whether a message came since the last call, or waits for this server.
	 */
	boolean takeActivity() {
		boolean result = this.active || (this.stopped && this.requests.pendingReplies() > 0);
		this.active = false;
		return result;
	}

	void receive(ByteBuf bytes) {
		this.output.beginBurst();
		if (this.stopped) {
			hold(bytes);
		}
		else {
			decode(bytes);
		}
	}

	void frameEnded() {
		Sv1AgentSide side = this.session.agentSide();
		if (side != null && side.peer().hasPartialFrame()) {
			malformed(new ProtocolException("frame of the transport ends inside of a binary frame"));
			return;
		}
		HeldBytes held = this.undecoded;
		if (held != null && !held.isEmpty()) {
			if (!held.endLine()) {
				this.session.close(CloseReason.PROTOCOL_ERROR);
			}
			return;
		}
		try {
			Sv1Message message = this.decoder.endOfFrame();
			if (message != null) {
				dispatch(message);
			}
		}
		catch (ProtocolException ex) {
			malformed(ex);
		}
	}

	/**
	 * Goes on with what was kept, and with reading, if nothing stands against it.
	 */
	void resume() {
		if (this.resuming) {
			return;
		}
		this.resuming = true;
		try {
			while (this.stopped && this.session.isOpen() && !mustStop()) {
				HeldBytes held = this.undecoded;
				if (held == null || held.isEmpty()) {
					this.stopped = false;
					this.connection.setReading(true);
				}
				else {
					this.output.beginBurst();
					decode(held.take());
					this.output.endBurst();
				}
			}
		}
		finally {
			this.resuming = false;
		}
	}

	void sweep(long nowNanos) {
		this.rate.refill(nowNanos);
		resume();
	}

	void release() {
		this.undecoded = null;
		this.requests.release();
	}

	private void decode(ByteBuf in) {
		try {
			while (this.session.isOpen()) {
				if (mustStop()) {
					stop(in);
					return;
				}
				if (isFrame(in)) {
					receiveFrame(in);
					continue;
				}
				Sv1Message message = this.decoder.decode(in);
				if (message == null) {
					return;
				}
				dispatch(message);
			}
		}
		catch (ProtocolException ex) {
			malformed(ex);
		}
	}

	/**
	 * Frames come only between lines, and only from who is logged in; before, they are no
	 * JSON, which is an error.
	 */
	private boolean isFrame(ByteBuf in) {
		Sv1AgentSide side = this.session.agentSide();
		if (side != null && side.peer().hasPartialFrame()) {
			return in.isReadable();
		}
		if (!this.requests.isLoggedIn() || !this.session.takesFrames() || this.decoder.hasPartialLine()) {
			return false;
		}
		// Blanks before a line mean nothing
		int first = -1;
		while (in.isReadable() && (first = in.getByte(in.readerIndex())) <= ' ' && first >= 0) {
			in.skipBytes(1);
		}
		return in.isReadable() && first == AgentSupport.MAGIC;
	}

	private void receiveFrame(ByteBuf in) throws ProtocolException {
		AgentSupport.Peer peer = this.session.openAgentSide().peer();
		if (!peer.receive(in)) {
			return;
		}
		this.active = true;
		// An agent may send as much as its miners together
		if (++this.uncountedFrames > peer.size()) {
			this.uncountedFrames = 0;
			this.rate.count();
		}
	}

	private boolean mustStop() {
		Sv1AgentSide side = this.session.agentSide();
		return this.requests.pendingReplies() >= this.maxPending || (side != null && side.peer().isFull())
				|| this.rate.isExhausted() || !this.connection.isWritable();
	}

	private void stop(ByteBuf rest) {
		if (!this.stopped) {
			this.stopped = true;
			this.connection.setReading(false);
		}
		hold(rest);
	}

	private void hold(ByteBuf bytes) {
		if (this.undecoded == null) {
			this.undecoded = new HeldBytes();
		}
		if (bytes.isReadable() && !this.undecoded.add(bytes)) {
			this.session.close(CloseReason.PROTOCOL_ERROR);
		}
	}

	private void malformed(ProtocolException ex) {
		this.session.debug("malformed message: " + ex.getMessage());
		this.session.events().malformed(this.session);
		if (ex instanceof ForeignProtocolException) {
			this.session.close(CloseReason.FOREIGN_PROTOCOL);
			return;
		}
		if (!this.session.isAgent()) {
			this.output.error(null, PARSE_ERROR);
		}
		this.session.close(CloseReason.PROTOCOL_ERROR);
	}

	private void dispatch(Sv1Message message) {
		this.active = true;
		this.rate.count();
		if (message instanceof Sv1Response response) {
			this.session.answered(response);
		}
		else {
			this.requests.dispatch((StratumRequest) message);
		}
	}

}
