package io.stratum.node;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class NodeClientIntegrationTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final ScriptedNode node = new ScriptedNode();

	private final List<String> observed = new ArrayList<>();

	private NodeEndpoint endpoint = NodeEndpoint.of("first", this.node.url()).withCredentials("user", "secret");

	@AfterEach
	void close() {
		this.node.close();
	}

	@Test
	void readsAResult() throws NodeException {
		this.node.on("getbestblockhash", "getbestblockhash.json");
		assertThat(text(LONG)).isEqualTo("07dcdbf576ff9d88f44f6700b430ff281656cc2345b2e90ea6b1230e98ee814c");
		assertThat(this.node.requests).singleElement().satisfies((request) -> {
			assertThat(request.params()).isEmpty();
			assertThat(request.head()).startsWith("POST / HTTP/1.1").containsIgnoringCase("connection: close");
			assertThat(request.authorization()).isEqualTo(basic("user:secret"));
		});
		assertThat(this.observed).containsExactly("first getbestblockhash", "ok");
	}

	@Test
	void nullIsAResult() throws NodeException {
		this.node.on("getbestblockhash", "submitblock-accepted.json");
		assertThat(text(LONG)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "500, error-28.json, WARMING_UP, -28", "500, error-9.json, NOT_CONNECTED, -9",
			"500, error-10.json, INITIAL_SYNC, -10", "500, error-22.json, ERROR, -22",
			"404, error-32601.json, ERROR, -32601", "500, error-32700.json, ERROR, -32700",
			"200, error-8-norules-jsonrpc2.json, ERROR, -8", "500, error-8-norules.json, ERROR, -8",
			"500, error-8-signet.json, ERROR, -8", "500, error-8-unknown-rule.json, ERROR, -8",
			"503, http-503.txt, BUSY, 0", "500, http-503.txt, MALFORMED, 0", "302, getbestblockhash.json, MALFORMED, 0",
			"403, http-503.txt, FORBIDDEN, 0", "401, http-503.txt, UNAUTHORIZED, 0",
			"200, getblocktemplate.json, MALFORMED, 0" })
	void tellsFailuresApart(int status, String resource, NodeFailure failure, long code) {
		this.node.on("getbestblockhash", ScriptedNode.answer(status, ScriptedNode.resource(resource)));
		NodeException thrown = failure(LONG);
		assertThat(thrown.failure()).as(thrown.getMessage()).isEqualTo(failure);
		assertThat(thrown.code()).isEqualTo(code);
		assertThat(thrown).hasMessageStartingWith("node 'first' at " + this.node.url() + "/: getbestblockhash: ");
		assertThat(this.observed).endsWith(failure.tag());
	}

	@Test
	void empty401SaysWhatDoesNotLetIn(@TempDir Path directory) throws Exception {
		this.node.on("*", ScriptedNode.answer(401, ""));
		assertThat(failure(LONG)).hasMessageEndingWith(": HTTP 401: user and password do not let in");
		this.endpoint = NodeEndpoint.of("first", this.node.url());
		assertThat(failure(LONG)).hasMessageEndingWith(": HTTP 401: no credentials");
		Path cookie = directory.resolve(".cookie");
		this.endpoint = this.endpoint.withCookie(cookie);
		assertThat(failure(LONG)).hasMessageEndingWith(": HTTP 401: cannot read the cookie file '" + cookie + "'");
		Files.writeString(cookie, "__cookie__:1");
		assertThat(failure(LONG)).hasMessageEndingWith(": HTTP 401: the cookie file '" + cookie + "' do not let in");
	}

	@Test
	void usesTheCookieOfTheMoment(@TempDir Path directory) throws Exception {
		this.node.on("*", "getbestblockhash.json");
		Path cookie = directory.resolve(".cookie");
		this.endpoint = NodeEndpoint.of("first", this.node.url()).withCookie(cookie);
		Files.writeString(cookie, "__cookie__:1");
		text(LONG);
		Files.writeString(cookie, "__cookie__:2");
		text(LONG);
		assertThat(this.node.requests).extracting(ScriptedNode.Request::authorization)
			.containsExactly(basic("__cookie__:1"), basic("__cookie__:2"));
	}

	@Test
	void neverShowsCredentials() {
		this.endpoint = NodeEndpoint.of("first",
				java.net.URI.create(this.node.url().toString().replace("http://", "http://us%3Aer:se%40cret@")));
		this.node.on("*", ScriptedNode.answer(403, ""));
		NodeException thrown = failure(LONG);
		assertThat(this.node.requests.element().authorization()).isEqualTo(basic("us:er:se@cret"));
		assertThat(thrown.toString() + this.endpoint).doesNotContain("cret").doesNotContain("us:er");
	}

	@Test
	void nobodyListens() {
		this.node.close();
		assertThat(failure(LONG).failure()).isEqualTo(NodeFailure.REFUSED);
	}

	@Test
	void noAnswerInTime() {
		CountDownLatch never = new CountDownLatch(1);
		this.node.on("*", (request, out) -> never.await());
		assertThat(failure(Duration.ofMillis(300))).hasMessageEndingWith("no answer within PT0.3S")
			.satisfies((ex) -> assertThat(ex.failure()).isEqualTo(NodeFailure.TIMEOUT));
	}

	@Test
	void aByteNowAndThenIsNoAnswerInTime() {
		CountDownLatch never = new CountDownLatch(1);
		this.node.on("*", (request, out) -> {
			ScriptedNode.head(out, 200, "Content-Length: 100000");
			while (!never.await(20, java.util.concurrent.TimeUnit.MILLISECONDS)) {
				out.write(' ');
				out.flush();
			}
		});
		assertThat(failure(Duration.ofMillis(500)).failure()).isEqualTo(NodeFailure.TIMEOUT);
	}

	@Test
	void anAnswerThatIsCutIsNoAnswer() {
		this.node.on("*", (request, out) -> {
			ScriptedNode.head(out, 200, "Content-Length: 1000");
			out.write("{\"result\":\"ab".getBytes(StandardCharsets.US_ASCII));
		});
		assertThat(failure(LONG).failure()).isEqualTo(NodeFailure.BROKEN);
		this.node.on("*", (request, out) -> {
		});
		assertThat(failure(LONG).failure()).isEqualTo(NodeFailure.BROKEN);
		this.node.on("*", ScriptedNode.answer(200, "{\"result\":\"ab"));
		assertThat(failure(LONG).failure()).isEqualTo(NodeFailure.MALFORMED);
	}

	@Test
	void endsAnAnswerWithoutAnEnd() {
		this.node.on("*", (request, out) -> {
			ScriptedNode.head(out, 200, "Connection: close");
			byte[] blanks = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
			while (true) {
				out.write(blanks);
			}
		});
		assertThat(failure(LONG)).hasMessageContaining("length of the answer: more than 67108864 bytes");
	}

	@Test
	void decompressesNothing() throws Exception {
		ByteArrayOutputStream zipped = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
			out.write(ScriptedNode.resource("getbestblockhash.json").getBytes(StandardCharsets.US_ASCII));
		}
		for (String encoding : List.of("Content-Encoding: gzip\r\n", "")) {
			this.node.on("*", (request, out) -> {
				ScriptedNode.head(out, 200, encoding + "Content-Length: " + zipped.size());
				zipped.writeTo(out);
			});
			assertThat(failure(LONG).failure()).isEqualTo(NodeFailure.MALFORMED);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "[]|answer: a list (expected: an object)",
					"{\"id\":1}|result: missing (expected: a result or an error)",
					"{\"result\":\"a\"} {}|after the answer: an object (expected: nothing)",
					"{\"error\":\"no\"}|error: 'no' (expected: an object)",
					"{\"error\":{\"code\":\"x\"}}|error code: 'x' (expected: a whole number)",
					"{\"result\":{\"a\":1}}|result: an object (expected: a text)" })
	void refusesWhatIsNoAnswer(String body, String message) {
		this.node.on("*", ScriptedNode.answer(200, body));
		assertThat(failure(LONG)).hasMessageEndingWith(message);
	}

	@Test
	void interruptionGivesUp() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		this.node.on("*", (request, out) -> {
			asked.countDown();
			new CountDownLatch(1).await();
		});
		AtomicReference<NodeException> thrown = new AtomicReference<>();
		Thread caller = new Thread(() -> thrown.set(failure(LONG)));
		caller.start();
		asked.await();
		caller.interrupt();
		caller.join();
		assertThat(thrown.get()).hasMessageEndingWith("given up");
	}

	private NodeException failure(Duration timeout) {
		return catchThrowableOfType(NodeException.class, () -> text(timeout));
	}

	private String text(Duration timeout) throws NodeException {
		NodeClient client = new NodeClient(this.endpoint, null, Duration.ofSeconds(5), (name, method) -> {
			this.observed.add(name + " " + method);
			return (failure) -> this.observed.add((failure != null) ? failure.failure().tag() : "ok");
		});
		return client.call(new RpcCall("getbestblockhash", "[]", timeout), (parser) -> Json.text(parser, "result"));
	}

	private static String basic(String credentials) {
		return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
	}

}
