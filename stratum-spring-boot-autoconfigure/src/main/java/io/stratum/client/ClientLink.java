package io.stratum.client;

import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

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
