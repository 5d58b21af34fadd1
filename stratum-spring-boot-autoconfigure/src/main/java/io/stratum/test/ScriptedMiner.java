package io.stratum.test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Stratum V1 miner that does what a test tells it, line by line. Every wait has a time
 * limit and ends with an {@link AssertionError} that shows what came instead. Not for use
 * by several threads.
 */
public final class ScriptedMiner implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final JsonMapper mapper = new JsonMapper();

	private final Socket socket;

	private final Duration timeout;

	private final ByteArrayOutputStream line = new ByteArrayOutputStream();

	private final List<JsonNode> unread = new ArrayList<>();

	private int lastId;

	/**
	 * Takes over a connection, such as one with TLS.
	 * @param socket the connected socket
	 * @param timeout how long to wait for each message
	 */
	public ScriptedMiner(Socket socket, Duration timeout) {
		this.socket = socket;
		this.timeout = timeout;
	}

	/**
	 * Connects to a port of this host. Waits 10 seconds at most for each message.
	 * @param port the port
	 * @return the miner
	 */
	public static ScriptedMiner connect(int port) {
		try {
			return new ScriptedMiner(new Socket(InetAddress.getLoopbackAddress(), port), TIMEOUT);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Sends a request with an id of its own.
	 * @param method the method
	 * @param params the parameters: null, booleans, numbers, texts, lists and maps
	 * @return the id
	 */
	public int send(String method, @Nullable Object... params) {
		int id = ++this.lastId;
		Map<String, Object> request = new LinkedHashMap<>();
		request.put("id", id);
		request.put("method", method);
		request.put("params", params);
		sendLine(this.mapper.writeValueAsString(request));
		return id;
	}

	/**
	 * Sends any text as a line.
	 * @param text the text, without the line's end
	 */
	public void sendLine(String text) {
		sendBytes((text + "\n").getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Sends any bytes.
	 * @param bytes the bytes
	 */
	public void sendBytes(byte[] bytes) {
		try {
			this.socket.getOutputStream().write(bytes);
			this.socket.getOutputStream().flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Sends a request and waits for its response.
	 * @param method the method
	 * @param params the parameters
	 * @return the response, with {@code result} and {@code error}
	 */
	public JsonNode request(String method, @Nullable Object... params) {
		return awaitResponse(send(method, params));
	}

	/**
	 * Waits for the response to a request. What else comes is kept for later.
	 * @param id the id of the request
	 * @return the response
	 */
	public JsonNode awaitResponse(int id) {
		return await("a response to " + id, (message) -> !message.has("method") && message.path("id").asInt(-1) == id);
	}

	/**
	 * Waits for a notification or request of the server. What else comes is kept for
	 * later.
	 * @param method its method
	 * @return the message, with {@code params}
	 */
	public JsonNode awaitMethod(String method) {
		return await("a " + method, (message) -> message.path("method").asString("").equals(method));
	}

	/**
	 * Waits for the next message, whatever it is.
	 * @return the message
	 */
	public JsonNode awaitNext() {
		return await("a message", (message) -> true);
	}

	/**
	 * Waits until the server closes the connection. What comes before is kept.
	 */
	public void awaitEnd() {
		long deadline = System.nanoTime() + this.timeout.toNanos();
		JsonNode message = read("the end", deadline);
		while (message != null) {
			this.unread.add(message);
			message = read("the end", deadline);
		}
	}

	private JsonNode await(String what, Predicate<JsonNode> wanted) {
		Iterator<JsonNode> kept = this.unread.iterator();
		while (kept.hasNext()) {
			JsonNode message = kept.next();
			if (wanted.test(message)) {
				kept.remove();
				return message;
			}
		}
		long deadline = System.nanoTime() + this.timeout.toNanos();
		while (true) {
			JsonNode message = read(what, deadline);
			if (message == null) {
				throw new AssertionError("connection: closed (expected: " + what + "); unread: " + this.unread);
			}
			if (wanted.test(message)) {
				return message;
			}
			this.unread.add(message);
		}
	}

	private @Nullable JsonNode read(String what, long deadline) {
		try {
			int next = readByte(deadline);
			while (next != '\n') {
				if (next < 0) {
					return null;
				}
				this.line.write(next);
				next = readByte(deadline);
			}
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("nothing came for " + this.timeout + " (expected: " + what + "); unread: "
					+ this.unread + " and '" + this.line + "'", ex);
		}
		catch (IOException ex) {
			return null;
		}
		String text = this.line.toString(StandardCharsets.UTF_8);
		this.line.reset();
		return this.mapper.readTree(text);
	}

	private int readByte(long deadline) throws IOException {
		long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
		if (millis <= 0) {
			throw new SocketTimeoutException("deadline");
		}
		this.socket.setSoTimeout((int) millis);
		return this.socket.getInputStream().read();
	}

	/**
	 * Closes the connection.
	 */
	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
