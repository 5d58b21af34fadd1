package io.stratum.client.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.concurrent.Future;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * An open connection that carries bytes, whatever lies below. Safe for use from any
 * thread, except {@link #fail(Throwable)} and {@link #failure()}, which belong to the
 * event loop.
 */
public final class ByteConnection {

	private static final Log logger = LogFactory.getLog(ByteConnection.class);

	/** Far more than the answers that may be waited for. */
	private static final int MAX_WAITING = 1 << 20;

	private final Channel channel;

	private final ClientSettings settings;

	private final Sinks.Empty<Void> closed = Sinks.empty();

	private @Nullable Throwable failure;

	private boolean terminated;

	ByteConnection(Channel channel, ClientSettings settings) {
		this.channel = channel;
		this.settings = settings;
	}

	/**
	 * How the client was configured.
	 * @return the settings
	 */
	public ClientSettings settings() {
		return this.settings;
	}

	/**
	 * The loop on which everything comes.
	 * @return the event loop
	 */
	public EventLoop loop() {
		return this.channel.eventLoop();
	}

	/**
	 * Where the server is.
	 * @return the address
	 */
	public InetSocketAddress remoteAddress() {
		return (InetSocketAddress) this.channel.remoteAddress();
	}

	/**
	 * Whether the connection is open.
	 * @return false once it is closed
	 */
	public boolean isOpen() {
		return this.channel.isActive();
	}

	/**
	 * The end of the connection.
	 * @return completes when it is closed, and never fails
	 */
	public Mono<Void> closed() {
		return this.closed.asMono();
	}

	/**
	 * Sends what a writer adds to a buffer: one message, or several for which nothing
	 * tells them apart. The connection ends if more than a megabyte waits for a server
	 * that does not read.
	 * @param writer writes whole messages; nothing is sent if it throws
	 * @param text whether a transport with frames uses a text frame, not a binary one
	 */
	public void send(Consumer<ByteBuf> writer, boolean text) {
		ByteBuf bytes = this.channel.alloc().buffer();
		try {
			writer.accept(bytes);
		}
		catch (RuntimeException ex) {
			bytes.release();
			throw ex;
		}
		this.channel.writeAndFlush(framed(bytes, text));
		if (this.channel.isActive() && this.channel.bytesBeforeWritable() > MAX_WAITING) {
			tryExecute(
					() -> fail(new IOException("the server does not read: more than " + MAX_WAITING + " bytes wait")));
		}
	}

	private Object framed(ByteBuf bytes, boolean text) {
		if (!this.settings.endpoint().webSocket()) {
			return bytes;
		}
		return text ? new TextWebSocketFrame(bytes) : new BinaryWebSocketFrame(bytes);
	}

	/**
	 * Runs an action on the loop: at once if the caller is on it.
	 * @param action the action
	 * @throws RejectedExecutionException if the loop has ended
	 */
	public void execute(Runnable action) {
		if (loop().inEventLoop()) {
			action.run();
		}
		else {
			loop().execute(action);
		}
	}

	/**
	 * Runs an action on the loop that does not matter once the loop has ended.
	 * @param action the action
	 */
	public void tryExecute(Runnable action) {
		try {
			execute(action);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The event loop has ended", ex);
		}
	}

	/**
	 * Runs an action later on the loop.
	 * @param action the action
	 * @param delay when
	 * @return cancels the action
	 */
	public Future<?> schedule(Runnable action, Duration delay) {
		return loop().schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Sends what was queued, for as long as connecting may take, then closes.
	 */
	public void close() {
		Object last = this.settings.endpoint().webSocket() ? new CloseWebSocketFrame(1000, "")
				: this.channel.alloc().buffer(0);
		this.channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
		tryExecute(() -> {
			if (this.channel.isOpen()) {
				Future<?> forced = schedule(this.channel::close, this.settings.connectTimeout());
				this.channel.closeFuture().addListener((future) -> forced.cancel(false));
			}
		});
	}

	/**
	 * Closes because of an error; what still arrives is discarded.
	 * @param cause the first one counts
	 */
	public void fail(Throwable cause) {
		if (this.failure == null) {
			this.failure = cause;
			if (logger.isDebugEnabled()) {
				logger.debug("Closing connection to " + this.settings.endpoint().uri() + ": " + cause.getMessage());
			}
			this.channel.close();
		}
	}

	/**
	 * Why it failed.
	 * @return the cause, or null if it has not
	 */
	public @Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Whether the receiver has been told of the end.
	 * @return true once it has
	 */
	public boolean isTerminated() {
		return this.terminated;
	}

	/**
	 * The channel is closed.
	 */
	void terminate(ByteReceiver receiver) {
		if (this.terminated) {
			return;
		}
		this.terminated = true;
		try {
			receiver.terminated(this.failure);
		}
		catch (RuntimeException ex) {
			logger.warn("Listener failed at the end of the connection to " + this.settings.endpoint().uri(), ex);
		}
		this.closed.tryEmitEmpty();
	}

}
