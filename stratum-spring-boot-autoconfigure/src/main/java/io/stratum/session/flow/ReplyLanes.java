package io.stratum.session.flow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

import io.stratum.session.Loop;
import io.stratum.session.Reply;

/**
 * Replies that wait for others of the same lane only: those of a channel leave in the
 * order of its requests, those of different channels do not wait for each other, because
 * every message of Stratum V2 says what it answers.
 *
 * @param <Q> the type of the requests, called by its simple name in the log
 */
public final class ReplyLanes<Q> extends PendingReplies<Q> {

	private final List<LaneEntry<Q>> entries = new ArrayList<>(4);

	/**
	 * Starts without replies.
	 * @param loop the loop
	 * @param delivery takes a reply that is due
	 * @param drained runs on the loop after replies left later than they were added
	 */
	public ReplyLanes(Loop loop, BiConsumer<Q, Reply> delivery, Runnable drained) {
		super(loop, delivery, drained);
	}

	/** How many replies wait. */
	public int size() {
		return this.entries.size();
	}

	/** How many replies to requests of a type wait. */
	public int size(Class<? extends Q> type) {
		int count = 0;
		for (LaneEntry<Q> entry : this.entries) {
			count += type.isInstance(entry.request()) ? 1 : 0;
		}
		return count;
	}

	/** Whether no reply of a lane waits. */
	public boolean isFree(Object lane) {
		for (LaneEntry<Q> entry : this.entries) {
			if (entry.lane.equals(lane)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Adds a request that was handled.
	 * @param request the request
	 * @param lane what its reply must keep the order of
	 * @param reply its reply
	 */
	public void add(Q request, Object lane, Reply reply) {
		LaneEntry<Q> entry = new LaneEntry<>(request, lane);
		this.entries.add(entry);
		settle(entry, reply);
	}

	/** Forgets all replies. */
	public void clear() {
		this.entries.clear();
	}

	@Override
	protected void deliverReady() {
		List<LaneEntry<Q>> ready = new ArrayList<>();
		Set<Object> blocked = new HashSet<>();
		for (Iterator<LaneEntry<Q>> all = this.entries.iterator(); all.hasNext();) {
			LaneEntry<Q> entry = all.next();
			if (!entry.isReady()) {
				blocked.add(entry.lane);
			}
			else if (!blocked.contains(entry.lane)) {
				ready.add(entry);
				all.remove();
			}
		}
		ready.forEach(this::deliver);
	}

	@Override
	protected String name(Q request) {
		return request.getClass().getSimpleName();
	}

	/**
	 * A request with its lane.
	 *
	 * @param <Q> the type of the request
	 */
	private static final class LaneEntry<Q> extends Entry<Q> {

		private final Object lane;

		LaneEntry(Q request, Object lane) {
			super(request);
			this.lane = lane;
		}

	}

}
