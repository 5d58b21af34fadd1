package io.stratum.session.sv1;

import org.jspecify.annotations.Nullable;

import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.session.Loop;
import io.stratum.session.MessageHandler;
import io.stratum.session.MessageHandlers;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.flow.PendingReplies;

/**
 * Has requests handled in order and answered in order, and knows by the answers whether
 * the peer is logged in. Used on the loop only.
 */
final class RequestDispatcher {

	private static final String AUTHORIZE = "mining.authorize";

	private final Sv1Session session;

	private final MessageHandlers handlers;

	private final Loop loop;

	private final LineOutput output;

	private final boolean needsAuthorize;

	private @Nullable ReplyQueue replies;

	private boolean loggedIn;

	RequestDispatcher(Sv1Session session, MessageHandlers handlers, Loop loop) {
		this.session = session;
		this.handlers = handlers;
		this.loop = loop;
		this.output = session.output();
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
		return (this.replies != null) ? this.replies.size() : 0;
	}

	void release() {
		if (this.replies != null) {
			this.replies.clear();
		}
	}

	void dispatch(StratumRequest request) {
		MessageHandler<StratumRequest> handler = this.handlers.forMethod(request.method());
		if (handler == null) {
			answer(request, Reply.error(StratumError.METHOD_NOT_FOUND));
			return;
		}
		if (wantsQuiet(request)) {
			this.output.beginQuiet();
		}
		answer(request, invoke(handler, request));
	}

	/**
	 * Miners take the line after one of these for its reply, whatever it is.
	 */
	private static boolean wantsQuiet(StratumRequest request) {
		String method = request.method();
		return method.equals("mining.subscribe") || method.equals("mining.configure");
	}

	private Reply invoke(MessageHandler<StratumRequest> handler, StratumRequest request) {
		try {
			return handler.handle(this.session, request);
		}
		catch (Exception ex) {
			return PendingReplies.failure(ex, ReplyQueue.name(request.method()));
		}
	}

	private void answer(StratumRequest request, Reply reply) {
		ReplyQueue queue = this.replies;
		if ((queue == null || queue.size() == 0) && !PendingReplies.isPending(reply)) {
			deliver(request, reply);
			return;
		}
		if (queue == null) {
			queue = new ReplyQueue(this.loop, this::deliver, this::repliesLeft);
			this.replies = queue;
		}
		queue.add(request, reply);
	}

	private void repliesLeft() {
		if (pendingReplies() == 0) {
			// Most sessions wait for their login only
			this.replies = null;
		}
		if (this.session.isOpen()) {
			this.session.resume();
			this.session.written();
		}
	}

	private void deliver(StratumRequest request, Reply reply) {
		if (!this.session.isOpen()) {
			return;
		}
		Reply inner = reply;
		while (inner instanceof Reply.Followed followed) {
			inner = followed.reply();
		}
		String outcome = ReplyWriter.write(this.output, request, inner);
		boolean known = this.handlers.forMethod(request.method()) != null;
		this.session.events().requestHandled(this.session, known ? request.method() : "other", outcome);
		if (known) {
			this.loggedIn |= !this.needsAuthorize
					|| (request.method().equals(AUTHORIZE) && ReplyWriter.isGranted(inner));
			boolean quietEnded = wantsQuiet(request) && this.output.endQuiet();
			ReplyWriter.follow(reply, request.method());
			if (quietEnded) {
				this.session.sendWaiting();
			}
		}
	}

}
