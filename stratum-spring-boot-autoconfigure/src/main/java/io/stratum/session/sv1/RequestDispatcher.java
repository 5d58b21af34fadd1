package io.stratum.session.sv1;

import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.session.Loop;
import io.stratum.session.MessageHandler;
import io.stratum.session.MessageHandlers;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.flow.Delivery;
import io.stratum.session.flow.Replies;

/**
 * Has requests handled and answered in their order, and knows by the answers whether the
 * peer is logged in. Used on the loop only.
 */
final class RequestDispatcher extends Delivery<StratumRequest> {

	private static final System.Logger logger = System.getLogger(RequestDispatcher.class.getName());

	private static final String AUTHORIZE = "mining.authorize";

	private static final Object ONE_LANE = new Object();

	private static final Reply METHOD_NOT_FOUND = Reply.error(StratumError.METHOD_NOT_FOUND);

	private final Sv1Session session;

	private final MessageHandlers handlers;

	private final LineOutput output;

	private final Replies<StratumRequest> replies;

	private final boolean needsAuthorize;

	private boolean loggedIn;

	RequestDispatcher(Sv1Session session, MessageHandlers handlers, Loop loop) {
		super(session);
		this.session = session;
		this.handlers = handlers;
		this.output = session.output();
		this.replies = new Replies<>(loop, (request) -> ONE_LANE, this);
		this.needsAuthorize = handlers.forMethod(AUTHORIZE) != null;
	}

	MessageHandlers handlers() {
		return this.handlers;
	}

	/**
	 * Whether the peer did what the login timeout waits for.
	 */
	boolean isLoggedIn() {
		return this.loggedIn;
	}

	int pendingReplies() {
		return this.replies.size();
	}

	void release() {
		this.replies.clear();
	}

	void dispatch(StratumRequest request) {
		MessageHandler<StratumRequest> handler = this.handlers.forMethod(request.method());
		if (handler == null) {
			this.replies.answer(request, METHOD_NOT_FOUND);
			return;
		}
		if (wantsQuiet(request)) {
			this.output.beginQuiet();
		}
		this.replies.answer(request, call(handler, request, request));
	}

	/**
	 * Miners take the line after one of these for its reply, whatever it is.
	 */
	private static boolean wantsQuiet(StratumRequest request) {
		String method = request.method();
		return method.equals("mining.subscribe") || method.equals("mining.configure");
	}

	private boolean isKnown(StratumRequest request) {
		return this.handlers.forMethod(request.method()) != null;
	}

	@Override
	protected String name(StratumRequest request) {
		return isKnown(request) ? request.method() : "other";
	}

	@Override
	protected String write(StratumRequest request, Reply reply) {
		String outcome = writeLine(request, reply);
		if (!this.loggedIn && isKnown(request)) {
			this.loggedIn = !this.needsAuthorize || (request.method().equals(AUTHORIZE) && isGranted(reply));
		}
		if (wantsQuiet(request) && isKnown(request)) {
			this.output.endQuiet();
		}
		return outcome;
	}

	private String writeLine(StratumRequest request, Reply reply) {
		if (reply instanceof Reply.None) {
			return "none";
		}
		StratumError error = (reply instanceof Reply.Failure failure) ? failure.error() : StratumError.INTERNAL;
		if (reply instanceof Reply.Result result) {
			try {
				this.output.result(request.id(), result.value());
				return "success";
			}
			catch (IllegalArgumentException ex) {
				logger.log(System.Logger.Level.WARNING, "Result of '" + request.method() + "' cannot be encoded", ex);
			}
		}
		this.output.error(request.id(), error);
		return (error == StratumError.INTERNAL) ? "failure" : "error";
	}

	private static boolean isGranted(Reply reply) {
		return reply instanceof Reply.Result result && result.value() != null && result.value() != Boolean.FALSE;
	}

	@Override
	protected void followed(StratumRequest request) {
		if (wantsQuiet(request) && !this.output.isQuiet()) {
			this.session.sendWaiting();
		}
	}

}
