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
import io.stratum.session.MessageHandler;
import io.stratum.session.MessageHandlers;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.flow.BinarySide;
import io.stratum.session.flow.Delivery;
import io.stratum.session.flow.HeldBytes;
import io.stratum.session.flow.InboundReader;
import io.stratum.session.flow.Replies;

/**
 * The way of a request through a session: decoded, handled in order, answered in order.
 * By the answers it knows whether the peer is logged in. Used on the loop only.
 */
final class RequestPipeline extends InboundReader {

	private static final System.Logger logger = System.getLogger(RequestPipeline.class.getName());

	private static final String AUTHORIZE = "mining.authorize";

	private static final Object ONE_LANE = new Object();

	private static final StratumError PARSE_ERROR = StratumError.of(20, "Parse error");

	private static final Reply METHOD_NOT_FOUND = Reply.error(StratumError.METHOD_NOT_FOUND);

	private final Sv1Session session;

	private final MessageHandlers handlers;

	private final LineOutput output;

	private final Sv1Decoder decoder;

	private final Answers answers;

	private final Replies<StratumRequest> replies;

	private final boolean needsAuthorize;

	/**
	 * Whether the peer did what the login timeout waits for: a worker was authorized, or,
	 * if nothing authorizes, a request was handled. Never taken back.
	 */
	private boolean loggedIn;

	/** What takes binary frames; null until the session has it. */
	private @Nullable BinarySide frames;

	/** Frames since the last that was counted against the rate. */
	private int uncountedFrames;

	RequestPipeline(Sv1Session session, MessageHandlers handlers) {
		super(session);
		this.session = session;
		this.handlers = handlers;
		this.output = session.output();
		this.decoder = new Sv1Decoder(session.settings().maxLineLength());
		this.answers = new Answers(session);
		this.replies = new Replies<>(session.connection().loop(), (request) -> ONE_LANE, this.answers);
		this.needsAuthorize = handlers.forMethod(AUTHORIZE) != null;
	}

	MessageHandlers handlers() {
		return this.handlers;
	}

	boolean isLoggedIn() {
		return this.loggedIn;
	}

	void takeFrames(BinarySide side) {
		this.frames = side;
	}

	void frameEnded() {
		if (this.frames != null && this.frames.hasPartialFrame()) {
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
		this.replies.clear();
	}

	@Override
	protected void beginBurst() {
		this.output.beginBurst();
	}

	@Override
	protected void endBurst() {
		if (this.frames != null) {
			this.frames.endBurst();
		}
		this.output.endBurst();
	}

	@Override
	protected int pendingReplies() {
		return this.replies.size();
	}

	@Override
	protected boolean isBusy() {
		return this.frames != null && this.frames.isFull();
	}

	@Override
	protected boolean handleNext(ByteBuf in) throws ProtocolException {
		BinarySide side = takerOfFrame(in);
		if (side != null) {
			receiveFrame(side, in);
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
	 * @return what takes the next bytes, or null if they belong to a line
	 */
	private @Nullable BinarySide takerOfFrame(ByteBuf in) {
		if (this.frames != null && this.frames.hasPartialFrame()) {
			return in.isReadable() ? this.frames : null;
		}
		if (!this.loggedIn || !this.session.servesAgents() || this.decoder.hasPartialLine()) {
			return null;
		}
		// Blanks before a line mean nothing
		int first = -1;
		while (in.isReadable() && (first = in.getByte(in.readerIndex())) <= ' ' && first >= 0) {
			in.skipBytes(1);
		}
		return (in.isReadable() && first == AgentSupport.MAGIC) ? this.session.binarySide() : null;
	}

	private void receiveFrame(BinarySide side, ByteBuf in) throws ProtocolException {
		if (!side.receive(in)) {
			return;
		}
		markActive();
		// An agent may send as much as its miners together
		if (++this.uncountedFrames > side.size()) {
			this.uncountedFrames = 0;
			count();
		}
	}

	@Override
	protected void malformed(ProtocolException ex) {
		this.session.debug("malformed message: " + ex.getMessage());
		this.session.observer().malformed(this.session);
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
		else if (!this.session.isShuttingDown()) {
			handle((StratumRequest) message);
		}
	}

	private void handle(StratumRequest request) {
		MessageHandler<StratumRequest> handler = this.handlers.forMethod(request.method());
		if (handler == null) {
			this.replies.answer(request, METHOD_NOT_FOUND);
			return;
		}
		if (mustPrecedeOthers(request)) {
			this.output.awaitReply();
		}
		this.replies.answer(request, this.answers.handle(handler, request));
	}

	/**
	 * Whether miners take the line after such a request for its reply, whatever it is.
	 */
	private static boolean mustPrecedeOthers(StratumRequest request) {
		String method = request.method();
		return method.equals("mining.subscribe") || method.equals("mining.configure");
	}

	/**
	 * Writes the replies.
	 */
	private final class Answers extends Delivery<StratumRequest> {

		Answers(Sv1Session session) {
			super(session);
		}

		Reply handle(MessageHandler<StratumRequest> handler, StratumRequest request) {
			return call(handler, request, request);
		}

		private boolean isKnown(StratumRequest request) {
			return RequestPipeline.this.handlers.forMethod(request.method()) != null;
		}

		@Override
		protected String name(StratumRequest request) {
			return isKnown(request) ? request.method() : "other";
		}

		@Override
		protected String write(StratumRequest request, Reply reply) {
			String outcome = writeLine(request, reply);
			RequestPipeline pipeline = RequestPipeline.this;
			if (!pipeline.loggedIn && isKnown(request)) {
				pipeline.loggedIn = !pipeline.needsAuthorize
						|| (request.method().equals(AUTHORIZE) && isGranted(reply));
			}
			if (mustPrecedeOthers(request) && isKnown(request)) {
				pipeline.output.awaitedReplyWritten();
			}
			return outcome;
		}

		private String writeLine(StratumRequest request, Reply reply) {
			LineOutput output = RequestPipeline.this.output;
			if (reply instanceof Reply.None) {
				return "none";
			}
			StratumError error = (reply instanceof Reply.Failure failure) ? failure.error() : StratumError.INTERNAL;
			if (reply instanceof Reply.Result result) {
				try {
					output.result(request.id(), result.value());
					return "success";
				}
				catch (IllegalArgumentException ex) {
					logger.log(System.Logger.Level.WARNING, "Result of '" + request.method() + "' cannot be encoded",
							ex);
				}
			}
			output.error(request.id(), error);
			return (error == StratumError.INTERNAL) ? "failure" : "error";
		}

		private static boolean isGranted(Reply reply) {
			return reply instanceof Reply.Result result && result.value() != null && result.value() != Boolean.FALSE;
		}

		@Override
		protected void followed(StratumRequest request) {
			if (mustPrecedeOthers(request) && !RequestPipeline.this.output.isReplyAwaited()) {
				RequestPipeline.this.session.sendWaiting();
			}
		}

	}

}
