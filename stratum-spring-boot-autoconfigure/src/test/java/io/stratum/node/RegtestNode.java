package io.stratum.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A real node on a chain of its own, for tests. They run when {@code STRATUM_BITCOIND}
 * names the program, as {@code .ci/knots} prints it.
 */
public final class RegtestNode implements AutoCloseable {

	private static final String PROGRAM = "STRATUM_BITCOIND";

	private static final Duration LONG = Duration.ofMinutes(1);

	private final Path directory;

	private final int rpcPort = freePort();

	private final int port = freePort();

	private final List<String> options;

	private Process process;

	private int mined;

	public RegtestNode(Path directory, String... options) {
		assumeTrue(System.getenv(PROGRAM) != null, "no node of Bitcoin: " + PROGRAM + " is not set");
		this.directory = directory;
		this.options = List.of(options);
		start();
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Starts the node again, and waits until it answers. */
	public void start() {
		List<String> command = new ArrayList<>(List.of(System.getenv(PROGRAM), "-regtest", "-datadir=" + this.directory,
				"-rpcport=" + this.rpcPort, "-port=" + this.port, "-bind=127.0.0.1:" + this.port, "-disablewallet",
				"-fallbackfee=0.0001", "-dnsseed=0", "-listenonion=0", "-server=1"));
		command.addAll(this.options);
		try {
			this.process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(this.directory.resolve("output").toFile())
				.start();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		await(() -> call("getblockcount", "[]").isNumber());
	}

	public URI url() {
		return URI.create("http://127.0.0.1:" + this.rpcPort);
	}

	public Path cookie() {
		return this.directory.resolve("regtest/.cookie");
	}

	NodeEndpoint endpoint(String name) {
		return NodeEndpoint.of(name, url()).withCookie(cookie());
	}

	NodeClient client(String name) {
		return new NodeClient(endpoint(name), null, Duration.ofSeconds(5), NodeCallObserver.NONE);
	}

	/** Calls any method. */
	public JsonNode call(String method, String params) {
		try {
			String result = client("test").call(new RpcCall(method, params, LONG), Json::raw);
			return JsonMapper.shared().readTree((result != null) ? result : "null");
		}
		catch (NodeException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Blocks that pay nobody in particular, and are not those of another call. */
	public void mine(int count) {
		call("generatetodescriptor", "[" + count + ",\"raw(6a04%08x)\"]".formatted(++this.mined));
	}

	public int height() {
		return call("getblockcount", "[]").asInt();
	}

	public String tip() {
		return call("getbestblockhash", "[]").asString();
	}

	/** Connects it to another one, and waits until both have the same tip. */
	public void connect(RegtestNode other) {
		call("addnode", "[\"127.0.0.1:" + other.port + "\",\"onetry\"]");
		await(() -> tip().equals(other.tip()));
	}

	public void disconnect() {
		call("setnetworkactive", "[false]");
		await(() -> call("getconnectioncount", "[]").asInt() == 0);
	}

	/** Sends a signal, as {@code kill} does. */
	public void signal(String name) {
		try {
			assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(this.process.pid())).start().waitFor())
				.isZero();
			if (name.equals("KILL") || name.equals("TERM")) {
				assertThat(this.process.waitFor(1, TimeUnit.MINUTES)).isTrue();
			}
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Waits for what may also fail until then. */
	static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(condition);
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Makes a folder for a node. */
	public static Path folder(Path parent, String name) {
		try {
			return Files.createDirectory(parent.resolve(name));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
