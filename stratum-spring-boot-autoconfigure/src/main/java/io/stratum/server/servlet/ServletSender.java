package io.stratum.server.servlet;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

/**
 * Sends to a WebSocket in order, by at most one task at a time. Its methods do not block;
 * its queue is bounded by those who heed {@link #isFull()}.
 */
final class ServletSender {

	private static final Log logger = LogFactory.getLog(ServletSender.class);

	private static final int HIGH_WATER_MARK = 64 * 1024;

	private static final int LOW_WATER_MARK = 16 * 1024;

	private final WebSocketSession session;

	private final Executor executor;

	/** Messages, and at last a close status. */
	private final Queue<Object> queue = new ConcurrentLinkedQueue<>();

	private final AtomicLong pendingBytes = new AtomicLong();

	private final AtomicBoolean sending = new AtomicBoolean();

	private volatile Runnable drainedAction = () -> {
	};

	ServletSender(WebSocketSession session, Executor executor) {
		this.session = session;
		this.executor = executor;
	}

	/** What to do on the sending thread whenever the queue falls below the lower mark. */
	void onDrained(Runnable action) {
		this.drainedAction = action;
	}

	void add(byte[] bytes, boolean binary) {
		this.pendingBytes.addAndGet(bytes.length);
		this.queue.add(binary ? new BinaryMessage(bytes) : new TextMessage(bytes));
	}

	void close(CloseStatus status) {
		this.queue.add(status);
		send();
	}

	/** Drops what is queued and closes, as soon as a message under way lets it. */
	void abort(CloseStatus status) {
		this.queue.clear();
		execute(() -> close(this.session, status));
	}

	boolean isFull() {
		return this.pendingBytes.get() > HIGH_WATER_MARK;
	}

	boolean isDrained() {
		return this.pendingBytes.get() <= LOW_WATER_MARK;
	}

	long pendingBytes() {
		return this.pendingBytes.get();
	}

	void send() {
		if (!this.queue.isEmpty() && this.sending.compareAndSet(false, true)) {
			execute(this::sendQueued);
		}
	}

	private void execute(Runnable task) {
		try {
			this.executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("WebSocket " + this.session.getId() + " is left to its container: " + ex);
		}
	}

	private void sendQueued() {
		do {
			for (Object next = this.queue.poll(); next != null; next = this.queue.poll()) {
				send(next);
			}
			this.sending.set(false);
		}
		while (!this.queue.isEmpty() && this.sending.compareAndSet(false, true));
	}

	private void send(Object next) {
		if (next instanceof CloseStatus status) {
			close(this.session, status);
			return;
		}
		WebSocketMessage<?> message = (WebSocketMessage<?>) next;
		try {
			this.session.sendMessage(message);
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("WebSocket " + this.session.getId() + " is broken: " + ex);
			this.queue.clear();
			close(this.session, CloseStatus.SESSION_NOT_RELIABLE);
		}
		boolean drainedBefore = isDrained();
		this.pendingBytes.addAndGet(-message.getPayloadLength());
		if (!drainedBefore && isDrained()) {
			this.drainedAction.run();
		}
	}

	private static void close(WebSocketSession session, CloseStatus status) {
		try {
			session.close(status);
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("WebSocket " + session.getId() + " is closed already: " + ex);
		}
	}

}
