package io.stratum.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A node that answers as a test says, byte by byte if need be.
 */
public final class ScriptedNode implements AutoCloseable {

	/** What was asked. */
	public final Queue<Request> requests = new ConcurrentLinkedQueue<>();

	private final Map<String, Script> scripts = new ConcurrentHashMap<>();

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private final ServerSocket server;

	public ScriptedNode() {
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		start(this::accept);
	}

	public URI url() {
		return URI.create("http://127.0.0.1:" + this.server.getLocalPort());
	}

	/** How a method is answered from now on; {@code *} stands for any other. */
	public ScriptedNode on(String method, Script script) {
		this.scripts.put(method, script);
		return this;
	}

	public ScriptedNode on(String method, String resource) {
		return on(method, answer((resource.startsWith("error-32601")) ? 404 : resource.startsWith("error-") ? 500 : 200,
				resource(resource)));
	}

	public long count(String method) {
		return this.requests.stream().filter((request) -> request.method().equals(method)).count();
	}

	/** A recorded answer of a node. */
	public static String resource(String name) {
		try (InputStream in = ScriptedNode.class.getResourceAsStream("/io/stratum/node/" + name)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public static Script answer(int status, String body) {
		return (request, out) -> {
			byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
			head(out, status, "Content-Length: " + bytes.length);
			out.write(bytes);
		};
	}

	public static void head(OutputStream out, int status, String headers) throws IOException {
		out.write(("HTTP/1.1 " + status + " Text\r\nContent-Type: application/json\r\n" + headers + "\r\n\r\n")
			.getBytes(StandardCharsets.US_ASCII));
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.server.accept();
				this.open.add(socket);
				start(() -> serve(socket));
			}
		}
		catch (IOException ex) {
			// Closed
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			Request request = read(socket.getInputStream());
			this.requests.add(request);
			Script script = this.scripts.get(request.method());
			OutputStream out = socket.getOutputStream();
			((script != null) ? script : this.scripts.getOrDefault("*", answer(404, resource("error-32601.json"))))
				.answer(request, out);
			out.flush();
		}
		catch (Exception ex) {
			// The client went away, or the script breaks the connection
		}
		finally {
			this.open.remove(socket);
		}
	}

	private static Request read(InputStream in) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int next = in.read();
			if (next < 0) {
				throw new IOException("no request");
			}
			head.append((char) next);
		}
		String authorization = header(head.toString(), "authorization");
		int length = Integer.parseInt(header(head.toString(), "content-length"));
		JsonNode body = JsonMapper.shared().readTree(in.readNBytes(length));
		return new Request(body.path("method").asString(), body.path("params"), authorization, head.toString());
	}

	private static @Nullable String header(String head, String name) {
		return head.lines()
			.filter((line) -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
			.map((line) -> line.substring(name.length() + 1).strip())
			.findFirst()
			.orElse(null);
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "scripted-node");
		thread.setDaemon(true);
		thread.start();
	}

	/** Nobody listens any more, and no connection is left. */
	@Override
	public void close() {
		try {
			this.server.close();
			for (Socket socket : this.open) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What was asked.
	 */
	public record Request(String method, JsonNode params, @Nullable String authorization, String head) {

	}

	/**
	 * Writes an answer.
	 */
	@FunctionalInterface
	public interface Script {

		void answer(Request request, OutputStream out) throws Exception;

	}

}
