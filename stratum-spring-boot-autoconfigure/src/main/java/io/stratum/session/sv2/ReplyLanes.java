package io.stratum.session.sv2;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

import io.stratum.protocol.sv2.Sv2Message;
import io.stratum.session.Loop;
import io.stratum.session.Reply;
import io.stratum.session.flow.PendingReplies;

/**
 * Replies that wait for others of the same lane only: those of a channel leave in the
 * order of its requests, those of different channels do not wait for each other, because
 * every message of Stratum V2 says what it answers.
 */
final class ReplyLanes extends PendingReplies<Sv2Message> {

	private final List<LaneEntry> entries = new ArrayList<>(4);

	ReplyLanes(Loop loop, BiConsumer<Sv2Message, Reply> delivery, Runnable drained) {
		super(loop, delivery, drained);
	}

	int size() {
		return this.entries.size();
	}

	boolean isFree(Object lane) {
		for (LaneEntry entry : this.entries) {
			if (entry.lane.equals(lane)) {
				return false;
			}
		}
		return true;
	}

	void add(Sv2Message request, Object lane, Reply reply) {
		LaneEntry entry = new LaneEntry(request, lane);
		this.entries.add(entry);
		settle(entry, reply);
	}

	void clear() {
		this.entries.clear();
	}

	@Override
	protected void deliverReady() {
		List<LaneEntry> ready = new ArrayList<>();
		Set<Object> blocked = new HashSet<>();
		for (Iterator<LaneEntry> all = this.entries.iterator(); all.hasNext();) {
			LaneEntry entry = all.next();
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
	protected String name(Sv2Message request) {
		return request.getClass().getSimpleName();
	}

	/**
	 * A request with its lane.
	 */
	private static final class LaneEntry extends Entry<Sv2Message> {

		private final Object lane;

		LaneEntry(Sv2Message request, Object lane) {
			super(request);
			this.lane = lane;
		}

	}

}
