package io.stratum.server;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Keeps what a WebSocket client receives.
 */
public final class MessageQueue implements WebSocket.Listener {

	private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

	private final BlockingQueue<Byte> bytes = new LinkedBlockingQueue<>();

	private final CompletableFuture<Integer> closed = new CompletableFuture<>();

	private final StringBuilder message = new StringBuilder();

	public @Nullable String next() throws InterruptedException {
		return this.messages.poll(10, TimeUnit.SECONDS);
	}

	/** So many bytes of binary messages, wherever these begin and end. */
	public byte[] bytes(int length) throws InterruptedException {
		byte[] next = new byte[length];
		for (int i = 0; i < length; i++) {
			next[i] = Objects.requireNonNull(this.bytes.poll(10, TimeUnit.SECONDS));
		}
		return next;
	}

	public int closeStatus() throws Exception {
		return this.closed.get(10, TimeUnit.SECONDS);
	}

	@Override
	public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
		this.message.append(data);
		if (last) {
			this.messages.add(this.message.toString());
			this.message.setLength(0);
		}
		webSocket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
		while (data.hasRemaining()) {
			this.bytes.add(data.get());
		}
		webSocket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer data) {
		this.messages.add("pong " + data.get());
		webSocket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
		this.closed.complete(status);
		return null;
	}

	@Override
	public void onError(WebSocket webSocket, Throwable error) {
		this.closed.completeExceptionally(error);
	}

}
