package io.stratum.session.sv1;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

import io.stratum.protocol.sv1.ResponseError;
import io.stratum.protocol.sv1.Sv1Encoder;
import io.stratum.protocol.sv1.Sv1Response;
import io.stratum.session.StratumError;
import io.stratum.session.StratumErrorException;

/**
 * Requests of the server that wait for their response. Used on the loop only.
 */
final class ServerCalls {

	private final Map<Long, Call> calls = new LinkedHashMap<>();

	private long lastId;

	/**
	 * Adds a call.
	 * @param result completed with the result, or with a {@link StratumErrorException}
	 * @param deadlineNanos the monotonic time until which to wait; grows from call to
	 * call
	 * @param method the method
	 * @param params its parameters
	 * @return the line of the request
	 */
	byte[] add(CompletableFuture<@Nullable Object> result, long deadlineNanos, String method,
			@Nullable Object[] params) {
		this.calls.put(++this.lastId, new Call(result, deadlineNanos));
		return encode(this.lastId, method, params);
	}

	/**
	 * The line of a request, or of a notification.
	 * @param id the id, or null
	 * @param method the method
	 * @param params its parameters
	 * @return the line
	 */
	static byte[] encode(@Nullable Object id, String method, @Nullable Object[] params) {
		ByteBuf out = Unpooled.buffer();
		Sv1Encoder.request(out, id, method, Arrays.asList(params));
		return ByteBufUtil.getBytes(out);
	}

	void answered(Sv1Response response) {
		Call call = (response.id() instanceof Long id) ? this.calls.remove(id) : null;
		if (call == null) {
			return;
		}
		if (response.error() != null) {
			ResponseError error = ResponseError.decode(response.error());
			call.fail(error.code(), error.message());
		}
		else {
			call.result.complete(response.result());
		}
	}

	void expire(long nowNanos) {
		Iterator<Call> iterator = this.calls.values().iterator();
		while (iterator.hasNext()) {
			Call call = iterator.next();
			if (nowNanos - call.deadlineNanos < 0) {
				return;
			}
			iterator.remove();
			call.fail("No response in time");
		}
	}

	void fail() {
		List<Call> open = List.copyOf(this.calls.values());
		this.calls.clear();
		open.forEach((call) -> call.fail("Session closed"));
	}

	/**
	 * Fails a call of a session that has ended.
	 */
	static void closed(CompletableFuture<@Nullable Object> result) {
		new Call(result, 0).fail("Session closed");
	}

	private record Call(CompletableFuture<@Nullable Object> result, long deadlineNanos) {

		void fail(String message) {
			fail(ResponseError.OTHER, message);
		}

		void fail(int code, String message) {
			this.result.completeExceptionally(new StratumErrorException(StratumError.of(code, message)));
		}

	}

}
