package io.stratum.session.flow;

import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.stratum.session.Loop;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.StratumErrorException;

/**
 * Replies that are not there yet, or wait for others before them. In which order they
 * leave is up to the dialect. Replies may complete on any thread; everything else happens
 * on the loop.
 *
 * @param <Q> the type of the requests
 */
public abstract class PendingReplies<Q> {

	private static final System.Logger logger = System.getLogger(PendingReplies.class.getName());

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final Loop loop;

	private final BiConsumer<Q, Reply> delivery;

	private final Runnable drained;

	/**
	 * Starts without replies.
	 * @param loop the loop
	 * @param delivery takes a reply that is due and not {@linkplain Reply.Later later}
	 * @param drained runs on the loop after replies left later than they were added
	 */
	protected PendingReplies(Loop loop, BiConsumer<Q, Reply> delivery, Runnable drained) {
		this.loop = loop;
		this.delivery = delivery;
		this.drained = drained;
	}

	/**
	 * Whether a reply has to wait for itself.
	 * @param reply the reply
	 * @return true if it is not there yet
	 */
	public static boolean isPending(Reply reply) {
		return pending(reply) != null;
	}

	/**
	 * What a failure is answered with. One that is no refusal is logged.
	 * @param failure the failure
	 * @param request what the request is called in the log
	 * @return the answer
	 */
	public static Reply failure(Throwable failure, String request) {
		Throwable cause = failure;
		while (cause instanceof CompletionException && cause.getCause() != null) {
			cause = cause.getCause();
		}
		if (cause instanceof StratumErrorException refusal) {
			return Reply.error(refusal.error());
		}
		logger.log(System.Logger.Level.WARNING, "Handler of " + request + " failed", cause);
		return Reply.error(StratumError.INTERNAL);
	}

	/**
	 * What a request is called in the log.
	 * @param request the request
	 * @return its name
	 */
	protected abstract String name(Q request);

	/**
	 * Delivers the entries that are ready and in whose way no other is.
	 */
	protected abstract void deliverReady();

	/**
	 * Gives an entry its reply, as soon as that is there, and delivers what is ready. The
	 * entry has its place in the order already.
	 * @param entry the entry
	 * @param reply its reply
	 */
	protected final void settle(Entry<Q> entry, Reply reply) {
		settleWhenThere(entry, reply);
		entry.added = true;
		deliverReady();
	}

	/**
	 * Delivers an entry that is ready and was removed.
	 * @param entry the entry
	 */
	protected final void deliver(Entry<Q> entry) {
		Reply reply = entry.reply;
		if (reply != null) {
			this.delivery.accept(entry.request, reply);
		}
	}

	private void settleWhenThere(Entry<Q> entry, Reply given) {
		Reply.Later later = pending(given);
		if (later == null) {
			entry.reply = given;
			if (entry.added) {
				schedule();
			}
			return;
		}
		later.reply().whenComplete((result, failure) -> {
			Reply inner = result;
			if (inner == null) {
				inner = failure((failure != null) ? failure : new NullPointerException("reply"), name(entry.request));
			}
			settleWhenThere(entry, replaceInner(given, inner));
		});
	}

	private void schedule() {
		if (this.scheduled.compareAndSet(false, true)) {
			try {
				this.loop.execute(() -> {
					this.scheduled.set(false);
					deliverReady();
					this.drained.run();
				});
			}
			catch (RejectedExecutionException ex) {
				// The loop has ended, and with it the connection
			}
		}
	}

	private static Reply.@Nullable Later pending(Reply reply) {
		Reply inner = reply;
		while (inner instanceof Reply.Followed followed) {
			inner = followed.reply();
		}
		return (inner instanceof Reply.Later later) ? later : null;
	}

	private static Reply replaceInner(Reply reply, Reply inner) {
		return (reply instanceof Reply.Followed followed)
				? new Reply.Followed(replaceInner(followed.reply(), inner), followed.action()) : inner;
	}

	/**
	 * A request with its reply, once that is there.
	 *
	 * @param <Q> the type of the request
	 */
	protected static class Entry<Q> {

		private final Q request;

		private volatile @Nullable Reply reply;

		private volatile boolean added;

		/**
		 * Creates an entry without a reply.
		 * @param request the request
		 */
		public Entry(Q request) {
			this.request = request;
		}

		/**
		 * What is to be answered.
		 * @return the request
		 */
		protected final Q request() {
			return this.request;
		}

		/**
		 * Whether the reply is there.
		 * @return true if it can be delivered
		 */
		public final boolean isReady() {
			return this.reply != null;
		}

	}

}
