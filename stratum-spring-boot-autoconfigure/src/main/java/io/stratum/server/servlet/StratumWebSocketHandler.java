package io.stratum.server.servlet;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

import io.stratum.server.ConnectionLoop;
import io.stratum.server.MappedPath;

/**
 * Serves miners on a WebSocket path of a servlet web server. Each WebSocket is pinned to
 * an event loop; the blocking sends of the servlet API happen on an executor, one at a
 * time for a WebSocket.
 */
public final class StratumWebSocketHandler extends AbstractWebSocketHandler {

	private static final String CONNECTION = StratumWebSocketHandler.class.getName() + ".connection";

	private final MappedPath path;

	private final Supplier<ConnectionLoop> loops;

	private final Executor executor;

	/**
	 * Creates the handler.
	 * @param path the path
	 * @param loops gives each connection the loop that owns it
	 * @param executor sends to peers; a task blocks while its peer does not read, so
	 * virtual threads suit best
	 */
	public StratumWebSocketHandler(MappedPath path, Supplier<ConnectionLoop> loops, Executor executor) {
		this.path = path;
		this.loops = loops;
		this.executor = executor;
	}

	MappedPath path() {
		return this.path;
	}

	@Override
	public void afterConnectionEstablished(WebSocketSession session) {
		ServletConnection connection = new ServletConnection(this.path, this.loops.get(),
				new ServletSender(session, this.executor), session.getRemoteAddress());
		session.getAttributes().put(CONNECTION, connection);
		connection.loop().execute(connection::begin);
	}

	@Override
	protected void handleTextMessage(WebSocketSession session, TextMessage message) {
		ServletConnection connection = connection(session);
		if (connection != null) {
			connection.received(message.asBytes(), false, message.isLast());
		}
	}

	@Override
	protected void handleBinaryMessage(WebSocketSession session, BinaryMessage message) {
		ServletConnection connection = connection(session);
		if (connection != null) {
			ByteBuffer payload = message.getPayload();
			byte[] bytes = new byte[payload.remaining()];
			payload.get(bytes);
			connection.received(bytes, true, message.isLast());
		}
	}

	@Override
	public void handleTransportError(WebSocketSession session, Throwable exception) {
		ServletConnection connection = connection(session);
		if (connection != null) {
			connection.debug(exception.toString());
		}
	}

	@Override
	public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
		ServletConnection connection = connection(session);
		if (connection != null) {
			connection.disconnected();
		}
	}

	/**
	 * Parts are handed over as they come, so that no container buffers whole messages.
	 */
	@Override
	public boolean supportsPartialMessages() {
		return true;
	}

	private static @Nullable ServletConnection connection(WebSocketSession session) {
		return (ServletConnection) session.getAttributes().get(CONNECTION);
	}

}
