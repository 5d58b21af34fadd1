package io.stratum.session.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.stratum.session.Loop;
import io.stratum.session.Reply;

/**
 * Answers requests in the order of their lanes: a reply waits for those of its lane that
 * were asked for before, and for no others. What is there at once and has nothing to wait
 * for passes through. Replies may come on any thread; everything else happens on the
 * loop.
 *
 * @param <Q> the type of the requests
 */
public final class Replies<Q> {

	private final Loop loop;

	private final Function<? super Q, ? extends @Nullable Object> lanes;

	private final Delivery<Q> delivery;

	/** The requests that were handled and not answered, the oldest first. */
	private final List<Entry<Q>> waiting = new ArrayList<>(0);

	/** The first of the replies that came since the loop looked, guarded by this. */
	private @Nullable Entry<Q> firstCame;

	/** The last of them; each knows the next. */
	private @Nullable Entry<Q> lastCame;

	/**
	 * Starts without requests.
	 * @param loop the loop
	 * @param lanes the lane of a request, null for one of its own
	 * @param delivery takes the replies that are due
	 */
	public Replies(Loop loop, Function<? super Q, ? extends @Nullable Object> lanes, Delivery<Q> delivery) {
		this.loop = loop;
		this.lanes = lanes;
		this.delivery = delivery;
	}

	/** How many requests wait for their reply. */
	public int size() {
		return this.waiting.size();
	}

	/** How many requests of a type wait for their reply. */
	public int size(Class<? extends Q> type) {
		int count = 0;
		for (Entry<Q> entry : this.waiting) {
			count += type.isInstance(entry.request) ? 1 : 0;
		}
		return count;
	}

	/** Forgets all requests. */
	public void clear() {
		this.waiting.clear();
	}

	/**
	 * Answers a request that was handled, at once or as soon as its reply and those
	 * before it in its lane are there.
	 * @param request the request
	 * @param reply its reply
	 */
	public void answer(Q request, Reply reply) {
		boolean pending = reply.plain() instanceof Reply.Later;
		if (this.waiting.isEmpty() && !pending) {
			this.delivery.deliver(request, reply.plain(), reply.actions());
			return;
		}
		Entry<Q> entry = new Entry<>(request, this.lanes.apply(request));
		if (!pending && first(entry.lane) == null) {
			this.delivery.deliver(request, reply.plain(), reply.actions());
			return;
		}
		this.waiting.add(entry);
		if (pending) {
			await(entry, reply, List.of());
		}
		else {
			entry.settle(reply.plain(), reply.actions());
		}
	}

	/**
	 * Does something after the replies that a lane waits for, at once if there are none.
	 * @param lane the lane
	 * @param action what to do, unless the session ends before
	 */
	public void after(Object lane, Runnable action) {
		Entry<Q> last = null;
		for (Entry<Q> entry : this.waiting) {
			last = lane.equals(entry.lane) ? entry : last;
		}
		if (last == null) {
			action.run();
		}
		else {
			last.after(action);
		}
	}

	private void await(Entry<Q> entry, Reply given, List<Runnable> outer) {
		List<Runnable> inner = given.actions();
		List<Runnable> actions = outer.isEmpty() ? inner
				: inner.isEmpty() ? outer : new Reply.Followed(given, outer).actions();
		if (given.plain() instanceof Reply.Later later) {
			later.reply()
				.whenComplete((reply, failure) -> await(entry,
						(reply != null) ? reply : this.delivery.failure(entry.request, failure), actions));
			return;
		}
		entry.settle(given.plain(), actions);
		if (came(entry)) {
			// Refused only if the loop has ended, and with it the connection
			this.loop.execute(this::deliverCame);
		}
	}

	/**
	 * Adds a reply to those that came.
	 * @return whether it is the first, for which the loop is to look
	 */
	private synchronized boolean came(Entry<Q> entry) {
		Entry<Q> last = this.lastCame;
		this.lastCame = entry;
		if (last != null) {
			last.cameNext = entry;
			return false;
		}
		this.firstCame = entry;
		return true;
	}

	private synchronized @Nullable Entry<Q> takeCame() {
		Entry<Q> first = this.firstCame;
		this.firstCame = null;
		this.lastCame = null;
		return first;
	}

	private void deliverCame() {
		for (Entry<Q> entry = takeCame(); entry != null; entry = entry.cameNext) {
			deliverReady(entry.lane);
		}
		this.delivery.drained();
	}

	private void deliverReady(Object lane) {
		for (Entry<Q> head = first(lane); head != null; head = first(lane)) {
			Reply reply = head.reply;
			if (reply == null) {
				return;
			}
			this.waiting.remove(head);
			this.delivery.deliver(head.request, reply, head.actions);
			this.delivery.follow(head.request, head.afterwards);
		}
	}

	private @Nullable Entry<Q> first(Object lane) {
		for (Entry<Q> entry : this.waiting) {
			if (lane.equals(entry.lane)) {
				return entry;
			}
		}
		return null;
	}

	/**
	 * A request with its reply, once that is there.
	 *
	 * @param <Q> the type of the request
	 */
	private static final class Entry<Q> {

		private final Q request;

		private final Object lane;

		/** What comes after its reply and was asked for later; used on the loop. */
		private List<Runnable> afterwards = List.of();

		/** What the reply wants to be done after it; written before the reply. */
		private List<Runnable> actions = List.of();

		/** Neither later nor followed; null until it is there. */
		private volatile @Nullable Reply reply;

		/** The reply that came next; written under the lock of {@link Replies}. */
		private @Nullable Entry<Q> cameNext;

		Entry(Q request, @Nullable Object lane) {
			this.request = request;
			this.lane = (lane != null) ? lane : this;
		}

		void after(Runnable action) {
			this.afterwards = new ArrayList<>(this.afterwards);
			this.afterwards.add(action);
		}

		void settle(Reply plain, List<Runnable> actions) {
			this.actions = actions;
			this.reply = plain;
		}

	}

}
