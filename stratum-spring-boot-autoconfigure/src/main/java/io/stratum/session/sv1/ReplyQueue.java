package io.stratum.session.sv1;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.session.Loop;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.StratumErrorException;

/**
 * Replies that wait for others before them, or are not there yet. They leave in the order
 * of the requests. Replies may complete on any thread; everything else happens on the
 * loop.
 */
final class ReplyQueue {

	private static final System.Logger logger = System.getLogger(ReplyQueue.class.getName());

	private final Queue<Entry> entries = new ArrayDeque<>();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final Loop loop;

	private final BiConsumer<StratumRequest, Reply> delivery;

	private final Runnable drained;

	/**
	 * Creates an empty queue.
	 * @param loop the loop
	 * @param delivery takes a reply that is due and not {@linkplain Reply.Later later}
	 * @param drained runs on the loop after replies left later than they were added
	 */
	ReplyQueue(Loop loop, BiConsumer<StratumRequest, Reply> delivery, Runnable drained) {
		this.loop = loop;
		this.delivery = delivery;
		this.drained = drained;
	}

	/**
	 * Whether a reply has to wait for itself.
	 */
	static boolean isPending(Reply reply) {
		return pending(reply) != null;
	}

	int size() {
		return this.entries.size();
	}

	void add(StratumRequest request, Reply reply) {
		Entry entry = new Entry(request);
		this.entries.add(entry);
		entry.settle(reply);
		entry.added = true;
		deliverReady();
	}

	void clear() {
		this.entries.clear();
	}

	private void deliverReady() {
		for (Entry head = this.entries.peek(); head != null; head = this.entries.peek()) {
			Reply reply = head.reply;
			if (reply == null) {
				return;
			}
			this.entries.remove();
			this.delivery.accept(head.request, reply);
		}
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
	 * What a failure is answered with.
	 */
	static Reply failure(Throwable failure, String method) {
		Throwable cause = failure;
		while (cause instanceof CompletionException && cause.getCause() != null) {
			cause = cause.getCause();
		}
		if (cause instanceof StratumErrorException refusal) {
			return Reply.error(refusal.error());
		}
		logger.log(System.Logger.Level.WARNING, "Handler of '" + method + "' failed", cause);
		return Reply.error(StratumError.INTERNAL);
	}

	/**
	 * A request with its reply, once that is there.
	 */
	private final class Entry {

		private final StratumRequest request;

		private volatile @Nullable Reply reply;

		private volatile boolean added;

		Entry(StratumRequest request) {
			this.request = request;
		}

		void settle(Reply given) {
			Reply.Later later = pending(given);
			if (later == null) {
				this.reply = given;
				if (this.added) {
					schedule();
				}
				return;
			}
			later.reply().whenComplete((result, failure) -> {
				Reply inner = result;
				if (inner == null) {
					inner = failure((failure != null) ? failure : new NullPointerException("reply"),
							this.request.method());
				}
				settle(replaceInner(given, inner));
			});
		}

	}

}
