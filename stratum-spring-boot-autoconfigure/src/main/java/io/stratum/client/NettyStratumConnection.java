package io.stratum.client;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;

import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.protocol.sv1.Sv1Encoder;
import io.stratum.protocol.sv1.Sv1Message;
import io.stratum.protocol.sv1.Sv1Response;
import io.stratum.session.StratumErrorException;

/**
 * A connection on a Netty channel. All its state changes on the channel's event loop.
 */
final class NettyStratumConnection implements StratumConnection {

	private static final Log logger = LogFactory.getLog(NettyStratumConnection.class);

	private final Channel channel;

	private final ClientSettings settings;

	private final StratumListener listener;

	private final PendingCalls pending;

	private final Sinks.Empty<Void> closed = Sinks.empty();

	private @Nullable Throwable failure;

	private boolean terminated;

	NettyStratumConnection(Channel channel, ClientSettings settings, StratumListener listener) {
		this.channel = channel;
		this.settings = settings;
		this.listener = listener;
		this.pending = new PendingCalls(channel.eventLoop(), settings.requestTimeout());
	}

	@Override
	public Mono<Object> call(String method, @Nullable Object... params) {
		List<@Nullable Object> copy = Arrays.asList(params.clone());
		return Mono.create((sink) -> onLoop(sink, () -> start(method, copy, sink)));
	}

	private void onLoop(MonoSink<Object> sink, Runnable action) {
		if (this.channel.eventLoop().inEventLoop()) {
			action.run();
			return;
		}
		try {
			this.channel.eventLoop().execute(action);
		}
		catch (RejectedExecutionException ex) {
			sink.error(new StratumConnectionException("the event loop has ended", ex));
		}
	}

	private void start(String method, List<@Nullable Object> params, MonoSink<Object> sink) {
		if (this.terminated || this.failure != null) {
			sink.error(closedException());
			return;
		}
		if (this.pending.isFull()) {
			sink.error(new StratumConnectionException(
					"pending calls: " + MAX_PENDING_CALLS + " (expected: < " + MAX_PENDING_CALLS + ")", null));
			return;
		}
		ByteBuf line = this.channel.alloc().buffer();
		try {
			long id = this.pending.add(method, sink);
			Sv1Encoder.request(line, id, method, params);
		}
		catch (RuntimeException ex) {
			line.release();
			sink.error(ex);
			return;
		}
		write(line);
	}

	@Override
	public void send(String method, @Nullable Object... params) {
		ByteBuf line = this.channel.alloc().buffer();
		try {
			Sv1Encoder.request(line, null, method, Arrays.asList(params));
		}
		catch (RuntimeException ex) {
			line.release();
			throw ex;
		}
		write(line);
	}

	private void write(ByteBuf line) {
		Object frame = this.settings.endpoint().webSocket() ? new TextWebSocketFrame(line) : line;
		this.channel.writeAndFlush(frame);
	}

	@Override
	public InetSocketAddress remoteAddress() {
		return (InetSocketAddress) this.channel.remoteAddress();
	}

	@Override
	public boolean isOpen() {
		return this.channel.isActive();
	}

	@Override
	public void close() {
		Object last = this.settings.endpoint().webSocket() ? new CloseWebSocketFrame(1000, "")
				: this.channel.alloc().buffer(0);
		this.channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
	}

	@Override
	public Mono<Void> closed() {
		return this.closed.asMono();
	}

	void received(Sv1Message message) throws ProtocolException {
		if (message instanceof Sv1Response response) {
			this.pending.complete(response);
		}
		else if (message instanceof StratumRequest request) {
			if (request.hasId() && request.id() != null) {
				answer(request);
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
			logger.warn("Listener failed for a notification from " + this.settings.endpoint().uri(), ex);
		}
	}

	private void answer(StratumRequest request) {
		ByteBuf line = this.channel.alloc().buffer();
		try {
			Sv1Encoder.result(line, request.id(), result(request));
		}
		catch (StratumErrorException ex) {
			Sv1Encoder.error(line.clear(), request.id(), ex.error().code(), ex.error().message());
		}
		catch (RuntimeException ex) {
			logger.warn("Listener failed for a request from " + this.settings.endpoint().uri(), ex);
			Sv1Encoder.error(line.clear(), request.id(), 20, "Internal error");
		}
		write(line);
	}

	private @Nullable Object result(StratumRequest request) {
		return switch (request.method()) {
			case "client.get_version" -> this.settings.userAgent();
			case "mining.ping" -> "pong";
			default -> this.listener.requested(this, request);
		};
	}

	/** Closes because of an error; what still arrives is discarded. */
	void fail(Throwable cause) {
		if (this.failure == null) {
			this.failure = cause;
			if (logger.isDebugEnabled()) {
				logger.debug("Closing connection to " + this.settings.endpoint().uri() + ": " + cause.getMessage());
			}
			this.channel.close();
		}
	}

	boolean hasFailed() {
		return this.failure != null;
	}

	/** The channel is closed. */
	void terminated() {
		if (this.terminated) {
			return;
		}
		this.terminated = true;
		this.pending.failAll(closedException());
		try {
			this.listener.closed(this, this.failure);
		}
		catch (RuntimeException ex) {
			logger.warn("Listener failed at the end of the connection to " + this.settings.endpoint().uri(), ex);
		}
		this.closed.tryEmitEmpty();
	}

	private StratumConnectionException closedException() {
		String reason = (this.failure != null) ? ": " + this.failure.getMessage() : "";
		return new StratumConnectionException("connection to " + this.settings.endpoint().uri() + " is closed" + reason,
				this.failure);
	}

}
