package io.stratum.client;

import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import io.stratum.client.transport.ByteConnection;
import io.stratum.client.transport.ByteReceiver;

/**
 * One connection of a dialect, whose state changes on the event loop.
 */
public abstract class ClientLink implements ByteReceiver {

	private final ByteConnection bytes;

	/**
	 * Begins on an open connection.
	 * @param bytes the connection
	 */
	protected ClientLink(ByteConnection bytes) {
		this.bytes = bytes;
	}

	/**
	 * Opens a connection for a dialect without encryption of its own on each
	 * subscription.
	 * @param <R> the type of the receiver
	 * @param client the client
	 * @param receiver makes the receiver, on the event loop
	 * @return the receiver; fails with {@link StratumConnectionException}
	 */
	public static <R extends ByteReceiver> Mono<R> open(StratumClient client, Function<ByteConnection, R> receiver) {
		return client.open(receiver);
	}

	/**
	 * Opens a connection for Stratum V2 on each subscription, protected as the client's
	 * URI or builder says.
	 * @param <R> the type of the receiver
	 * @param client the client
	 * @param receiver makes the receiver, on the event loop, after the handshake
	 * @return the receiver; fails with {@link StratumConnectionException}, or with
	 * {@link IllegalStateException} if nobody has said how to protect it
	 */
	public static <R extends ByteReceiver> Mono<R> openSv2(StratumClient client, Function<ByteConnection, R> receiver) {
		return client.openSv2(receiver);
	}

	/**
	 * The connection below.
	 * @return the connection
	 */
	public final ByteConnection bytes() {
		return this.bytes;
	}

	/**
	 * Runs an action on the loop on each subscription.
	 * @param <T> the type of the result
	 * @param action gets where the result goes, and what it throws goes there, too; not
	 * run on a connection that has ended
	 * @return the result
	 */
	public final <T> Mono<T> onLoop(Consumer<MonoSink<T>> action) {
		return Mono.create((sink) -> {
			try {
				this.bytes.execute(() -> start(action, sink));
			}
			catch (RejectedExecutionException ex) {
				sink.error(new StratumConnectionException("the event loop has ended", ex));
			}
		});
	}

	private <T> void start(Consumer<MonoSink<T>> action, MonoSink<T> sink) {
		if (this.bytes.isTerminated() || this.bytes.failure() != null) {
			sink.error(closedException(this.bytes.failure()));
			return;
		}
		try {
			action.accept(sink);
		}
		catch (RuntimeException ex) {
			sink.error(ex);
		}
	}

	/**
	 * Says that the connection has ended.
	 * @param cause why, or null if either side just closed it
	 * @return the exception
	 */
	protected final StratumConnectionException closedException(@Nullable Throwable cause) {
		String reason = (cause != null) ? ": " + cause.getMessage() : "";
		return new StratumConnectionException(
				"connection to " + this.bytes.settings().endpoint().uri() + " is closed" + reason, cause);
	}

}
