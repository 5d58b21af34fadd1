package io.stratum.client;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import io.netty.buffer.ByteBuf;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import io.stratum.client.transport.ByteConnection;
import io.stratum.client.transport.ByteReceiver;
import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.protocol.sv1.Sv1Decoder;
import io.stratum.protocol.sv1.Sv1Encoder;
import io.stratum.protocol.sv1.Sv1Message;
import io.stratum.protocol.sv1.Sv1Response;
import io.stratum.session.StratumErrorException;

/**
 * A connection that speaks Stratum V1. All its state changes on the event loop.
 */
final class LineConnection implements StratumConnection, ByteReceiver {

	private static final Log logger = LogFactory.getLog(LineConnection.class);

	private final ByteConnection bytes;

	private final StratumListener listener;

	private final PendingCalls pending;

	private final Sv1Decoder decoder;

	LineConnection(ByteConnection bytes, StratumListener listener) {
		this.bytes = bytes;
		this.listener = listener;
		this.pending = new PendingCalls(bytes.loop(), bytes.settings().requestTimeout());
		this.decoder = new Sv1Decoder(bytes.settings().maxLineLength());
	}

	@Override
	public Mono<Object> call(String method, @Nullable Object... params) {
		List<@Nullable Object> copy = Arrays.asList(params.clone());
		return Mono.create((sink) -> onLoop(sink, () -> start(method, copy, sink)));
	}

	private void onLoop(MonoSink<Object> sink, Runnable action) {
		try {
			this.bytes.execute(action);
		}
		catch (RejectedExecutionException ex) {
			sink.error(new StratumConnectionException("the event loop has ended", ex));
		}
	}

	private void start(String method, List<@Nullable Object> params, MonoSink<Object> sink) {
		if (this.bytes.isTerminated() || this.bytes.failure() != null) {
			sink.error(closedException(this.bytes.failure()));
			return;
		}
		if (this.pending.isFull()) {
			sink.error(new StratumConnectionException(
					"pending calls: " + MAX_PENDING_CALLS + " (expected: < " + MAX_PENDING_CALLS + ")", null));
			return;
		}
		try {
			long id = this.pending.add(method, sink);
			this.bytes.send((line) -> Sv1Encoder.request(line, id, method, params), true);
		}
		catch (RuntimeException ex) {
			sink.error(ex);
		}
	}

	@Override
	public void send(String method, @Nullable Object... params) {
		this.bytes.send((line) -> Sv1Encoder.request(line, null, method, Arrays.asList(params)), true);
	}

	@Override
	public InetSocketAddress remoteAddress() {
		return this.bytes.remoteAddress();
	}

	@Override
	public boolean isOpen() {
		return this.bytes.isOpen();
	}

	@Override
	public void close() {
		this.bytes.close();
	}

	@Override
	public Mono<Void> closed() {
		return this.bytes.closed();
	}

	@Override
	public void received(ByteBuf in) throws ProtocolException {
		while (this.bytes.failure() == null) {
			Sv1Message message = this.decoder.decode(in);
			if (message == null) {
				return;
			}
			received(message);
		}
	}

	@Override
	public void endOfFrame() throws ProtocolException {
		Sv1Message message = this.decoder.endOfFrame();
		if (message != null) {
			received(message);
		}
	}

	private void received(Sv1Message message) throws ProtocolException {
		if (message instanceof Sv1Response response) {
			this.pending.complete(response);
		}
		else if (message instanceof StratumRequest request) {
			if (request.hasId() && request.id() != null) {
				this.bytes.send((line) -> answer(line, request), true);
			}
			else {
				notified(request);
			}
		}
	}

	private void notified(StratumRequest notification) throws ProtocolException {
		try {
			this.listener.notified(this, notification);
		}
		catch (RuntimeException ex) {
			logger.warn("Listener failed for a notification from " + uri(), ex);
		}
	}

	private void answer(ByteBuf line, StratumRequest request) {
		try {
			Sv1Encoder.result(line, request.id(), result(request));
		}
		catch (StratumErrorException ex) {
			Sv1Encoder.error(line.clear(), request.id(), ex.error().code(), ex.error().message());
		}
		catch (RuntimeException ex) {
			logger.warn("Listener failed for a request from " + uri(), ex);
			Sv1Encoder.error(line.clear(), request.id(), 20, "Internal error");
		}
	}

	private @Nullable Object result(StratumRequest request) {
		return switch (request.method()) {
			case "client.get_version" -> this.bytes.settings().userAgent();
			case "mining.ping" -> "pong";
			default -> this.listener.requested(this, request);
		};
	}

	@Override
	public void terminated(@Nullable Throwable cause) {
		this.pending.failAll(closedException(cause));
		this.listener.closed(this, cause);
	}

	private StratumConnectionException closedException(@Nullable Throwable cause) {
		String reason = (cause != null) ? ": " + cause.getMessage() : "";
		return new StratumConnectionException("connection to " + uri() + " is closed" + reason, cause);
	}

	private URI uri() {
		return this.bytes.settings().endpoint().uri();
	}

}
