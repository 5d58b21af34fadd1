package io.stratum.session.sv1;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BiConsumer;

import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.session.Loop;
import io.stratum.session.Reply;
import io.stratum.session.flow.PendingReplies;

/**
 * Replies that leave in the order of the requests.
 */
final class ReplyQueue extends PendingReplies<StratumRequest> {

	private final Queue<Entry<StratumRequest>> entries = new ArrayDeque<>();

	ReplyQueue(Loop loop, BiConsumer<StratumRequest, Reply> delivery, Runnable drained) {
		super(loop, delivery, drained);
	}

	int size() {
		return this.entries.size();
	}

	void add(StratumRequest request, Reply reply) {
		Entry<StratumRequest> entry = new Entry<>(request);
		this.entries.add(entry);
		settle(entry, reply);
	}

	void clear() {
		this.entries.clear();
	}

	@Override
	protected void deliverReady() {
		for (Entry<StratumRequest> head = this.entries.peek(); head != null
				&& head.isReady(); head = this.entries.peek()) {
			this.entries.remove();
			deliver(head);
		}
	}

	@Override
	protected String name(StratumRequest request) {
		return name(request.method());
	}

	static String name(String method) {
		return "'" + method + "'";
	}

}
