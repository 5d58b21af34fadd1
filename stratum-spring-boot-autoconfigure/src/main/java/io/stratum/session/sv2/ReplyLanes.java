package io.stratum.session.sv2;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.stratum.protocol.sv2.Sv2Message;
import io.stratum.session.Loop;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.StratumErrorException;

/**
 * Replies that are not there yet, or wait for others of the same lane: those of a channel
 * leave in the order of its requests, those of different channels do not wait for each
 * other, because every message of Stratum V2 says what it answers. Replies may complete
 * on any thread; everything else happens on the loop.
 */
final class ReplyLanes {

	private static final System.Logger logger = System.getLogger(ReplyLanes.class.getName());

	private final List<Entry> entries = new ArrayList<>(4);

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final Loop loop;

	private final BiConsumer<Sv2Message, Reply> delivery;

	private final Runnable drained;

	/**
	 * Creates empty lanes.
	 * @param loop the loop
	 * @param delivery takes a reply that is due and not {@linkplain Reply.Later later}
	 * @param drained runs on the loop after replies left later than they were added
	 */
	ReplyLanes(Loop loop, BiConsumer<Sv2Message, Reply> delivery, Runnable drained) {
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

	boolean isFree(Object lane) {
		for (Entry entry : this.entries) {
			if (entry.lane.equals(lane)) {
				return false;
			}
		}
		return true;
	}

	void add(Sv2Message request, Object lane, Reply reply) {
		Entry entry = new Entry(request, lane);
		this.entries.add(entry);
		entry.settle(reply);
		entry.added = true;
		deliverReady();
	}

	void clear() {
		this.entries.clear();
	}

	private void deliverReady() {
		List<Entry> ready = new ArrayList<>();
		Set<Object> blocked = new HashSet<>();
		for (Iterator<Entry> all = this.entries.iterator(); all.hasNext();) {
			Entry entry = all.next();
			if (entry.reply == null) {
				blocked.add(entry.lane);
			}
			else if (!blocked.contains(entry.lane)) {
				ready.add(entry);
				all.remove();
			}
		}
		for (Entry entry : ready) {
			Reply reply = entry.reply;
			if (reply != null) {
				this.delivery.accept(entry.request, reply);
			}
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
	static Reply failure(Throwable failure, String message) {
		Throwable cause = failure;
		while (cause instanceof CompletionException && cause.getCause() != null) {
			cause = cause.getCause();
		}
		if (cause instanceof StratumErrorException refusal) {
			return Reply.error(refusal.error());
		}
		logger.log(System.Logger.Level.WARNING, "Handler of " + message + " failed", cause);
		return Reply.error(StratumError.INTERNAL);
	}

	/**
	 * A request with its reply, once that is there.
	 */
	private final class Entry {

		private final Sv2Message request;

		private final Object lane;

		private volatile @Nullable Reply reply;

		private volatile boolean added;

		Entry(Sv2Message request, Object lane) {
			this.request = request;
			this.lane = lane;
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
							this.request.getClass().getSimpleName());
				}
				settle(replaceInner(given, inner));
			});
		}

	}

}
