package io.stratum.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import reactor.core.publisher.MonoSink;

import io.stratum.protocol.sv1.Sv1Response;
import io.stratum.session.StratumErrorException;

/**
 * The calls that wait for their responses. Confined to the event loop.
 */
final class PendingCalls {

	private final EventLoop loop;

	private final Duration timeout;

	private final Map<Long, Call> calls = new HashMap<>();

	private long lastId;

	PendingCalls(EventLoop loop, Duration timeout) {
		this.loop = loop;
		this.timeout = timeout;
	}

	boolean isFull() {
		return this.calls.size() >= StratumConnection.MAX_PENDING_CALLS;
	}

	long add(String method, MonoSink<Object> sink) {
		long id = ++this.lastId;
		Future<?> timer = this.loop.schedule(() -> expire(id, method), this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		this.calls.put(id, new Call(sink, timer));
		sink.onDispose(() -> forget(id));
		return id;
	}

	void complete(Sv1Response response) {
		Call call = (response.id() instanceof Long id) ? this.calls.remove(id) : null;
		if (call == null) {
			return;
		}
		call.timer().cancel(false);
		if (response.error() != null) {
			call.sink().error(new StratumErrorException(ResponseErrors.of(response.error())));
		}
		else if (response.result() != null) {
			call.sink().success(response.result());
		}
		else {
			call.sink().success();
		}
	}

	void failAll(Throwable cause) {
		List<Call> waiting = new ArrayList<>(this.calls.values());
		this.calls.clear();
		for (Call call : waiting) {
			call.timer().cancel(false);
			call.sink().error(cause);
		}
	}

	private void expire(long id, String method) {
		Call call = this.calls.remove(id);
		if (call != null) {
			call.sink()
				.error(new StratumConnectionException("no response to \"" + method + "\" within " + this.timeout,
						null));
		}
	}

	private void forget(long id) {
		if (this.loop.inEventLoop()) {
			Call call = this.calls.remove(id);
			if (call != null) {
				call.timer().cancel(false);
			}
		}
		else if (!this.loop.isShuttingDown()) {
			this.loop.execute(() -> forget(id));
		}
	}

	private record Call(MonoSink<Object> sink, Future<?> timer) {
	}

}
