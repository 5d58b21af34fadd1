package io.stratum.session.flow;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

import io.stratum.session.MessageHandler;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.StratumErrorException;

/**
 * The end of a request in any dialect: its handler is called; its reply is written,
 * observed and followed. Used on the loop only.
 *
 * @param <Q> the type of the requests
 */
public abstract class Delivery<Q> {

	private static final System.Logger logger = System.getLogger(Delivery.class.getName());

	private final TimedSession session;

	/**
	 * Creates the delivery of a session.
	 * @param session the session
	 */
	protected Delivery(TimedSession session) {
		this.session = session;
	}

	/**
	 * What a request is called in meters and in the log. May be asked for on any thread.
	 * @param request the request
	 * @return its method or type, {@code other} if it has no handler
	 */
	protected abstract String name(Q request);

	/**
	 * Writes a reply.
	 * @param request the request
	 * @param reply neither later nor followed by something
	 * @return the outcome, as a {@link io.stratum.session.SessionObserver} is told
	 */
	protected abstract String write(Q request, Reply reply);

	/**
	 * All was done that follows the reply to a request.
	 * @param request the request
	 */
	protected void followed(Q request) {
	}

	/**
	 * Has a message handled.
	 * @param handler the handler
	 * @param message the message
	 * @param request the request that it is, or that it is part of
	 * @return the reply, which is an error if the handler fails
	 */
	protected final <M> Reply call(MessageHandler<M> handler, M message, Q request) {
		try {
			return Objects.requireNonNull(handler.handle(this.session, message), "reply");
		}
		catch (Exception | Error ex) {
			return failure(request, ex);
		}
	}

	/**
	 * What a failure is answered with. One that is no refusal is logged.
	 */
	final Reply failure(Q request, @Nullable Throwable failure) {
		Throwable cause = failure;
		while (cause instanceof CompletionException && cause.getCause() != null) {
			cause = cause.getCause();
		}
		if (cause instanceof StratumErrorException refusal) {
			return Reply.error(refusal.error());
		}
		logger.log(System.Logger.Level.WARNING, "Handler of '" + name(request) + "' failed",
				(cause != null) ? cause : new NullPointerException("reply"));
		return Reply.error(StratumError.INTERNAL);
	}

	final void deliver(Q request, Reply reply, List<Runnable> actions) {
		if (this.session.isOpen()) {
			String outcome = write(request, reply);
			this.session.requestHandled(name(request), outcome);
			follow(request, actions);
			followed(request);
		}
	}

	final void follow(Q request, List<Runnable> actions) {
		for (int i = 0; i < actions.size() && this.session.isOpen(); i++) {
			try {
				actions.get(i).run();
			}
			catch (RuntimeException | Error ex) {
				logger.log(System.Logger.Level.WARNING, "What follows the reply to '" + name(request) + "' failed", ex);
			}
		}
	}

	/** Replies left later than their requests came. */
	final void drained() {
		this.session.repliesLeft();
	}

}
