package io.stratum.session.sv1;

import io.netty.buffer.ByteBuf;

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
import io.stratum.session.flow.InboundReader;

/**
 * The way of a request through a session: decoded, handled in order, answered in order.
 * Used on the loop only.
 */
final class RequestPipeline extends InboundReader {

	private static final StratumError PARSE_ERROR = StratumError.of(20, "Parse error");

	private final Sv1Session session;

	private final RequestDispatcher requests;

	private final LineOutput output;

	private final Sv1Decoder decoder;

	private int uncountedFrames;

	RequestPipeline(Sv1Session session, MessageHandlers handlers, Connection connection, SessionSettings settings,
			long nowNanos) {
		super(session, connection, settings, nowNanos);
		this.session = session;
		this.requests = new RequestDispatcher(session, handlers, connection.loop());
		this.output = session.output();
		this.decoder = new Sv1Decoder(settings.maxLineLength());
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

	void frameEnded() {
		Sv1AgentSide side = this.session.agentSide();
		if (side != null && side.peer().hasPartialFrame()) {
			malformed(new ProtocolException("frame of the transport ends inside of a binary frame"));
			return;
		}
		HeldBytes held = held();
		if (held != null) {
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

	@Override
	public void release() {
		super.release();
		this.requests.release();
	}

	@Override
	protected void beginBurst() {
		this.output.beginBurst();
	}

	@Override
	protected void endBurst() {
		Sv1AgentSide side = this.session.agentSide();
		if (side != null) {
			side.peer().endBurst();
		}
		this.output.endBurst();
	}

	@Override
	protected int pendingReplies() {
		return this.requests.pendingReplies();
	}

	@Override
	protected boolean isBusy() {
		Sv1AgentSide side = this.session.agentSide();
		return side != null && side.peer().isFull();
	}

	@Override
	protected boolean handleNext(ByteBuf in) throws ProtocolException {
		if (isFrame(in)) {
			receiveFrame(in);
			return true;
		}
		Sv1Message message = this.decoder.decode(in);
		if (message != null) {
			dispatch(message);
		}
		return message != null;
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
		markActive();
		// An agent may send as much as its miners together
		if (++this.uncountedFrames > peer.size()) {
			this.uncountedFrames = 0;
			count();
		}
	}

	@Override
	protected void malformed(ProtocolException ex) {
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
		markActive();
		count();
		if (message instanceof Sv1Response response) {
			this.session.answered(response);
		}
		else {
			this.requests.dispatch((StratumRequest) message);
		}
	}

}
