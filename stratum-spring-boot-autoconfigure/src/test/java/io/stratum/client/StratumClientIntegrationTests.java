package io.stratum.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import io.stratum.protocol.ProtocolException;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.session.StratumErrorException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StratumClient} over plain TCP.
 */
class StratumClientIntegrationTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final Recording events = new Recording();

	private ScriptedServer server;

	private StratumConnection connection;

	@BeforeEach
	void connect() throws Exception {
		this.server = new ScriptedServer();
		this.connection = client().connect(this.events).block(LIMIT);
		this.server.accept();
	}

	@AfterEach
	void close() throws Exception {
		this.connection.close();
		this.server.close();
	}

	private StratumClient client() {
		return StratumClient.builder()
			.uri(this.server.uri())
			.userAgent("tester/1.0")
			.maxLineLength(200)
			.requestTimeout(Duration.ofSeconds(5))
			.build();
	}

	@Test
	void matchesResponsesByIdAndNotByOrder() throws Exception {
		CompletableFuture<Object> first = this.connection.call("first").toFuture();
		CompletableFuture<Object> second = this.connection.call("second", 1, "x", null).toFuture();
		assertThat(this.server.readLine()).isEqualTo("{\"id\":1,\"method\":\"first\",\"params\":[]}");
		assertThat(this.server.readLine()).isEqualTo("{\"id\":2,\"method\":\"second\",\"params\":[1,\"x\",null]}");
		this.server.sendLine("{\"id\":99,\"result\":0,\"error\":null}");
		this.server.sendLine("{\"id\":2,\"result\":\"b\",\"error\":null}");
		this.server.sendLine("{\"id\":1,\"result\":[\"a\"],\"error\":null}");
		assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo("b");
		assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(List.of("a"));
	}

	@Test
	void callIsSentOnlyWhenSubscribed() throws Exception {
		Mono<Object> call = this.connection.call("later");
		this.connection.send("mining.suggest_difficulty", 0.5);
		CompletableFuture<Object> first = call.toFuture();
		assertThat(this.server.readLine())
			.isEqualTo("{\"id\":null,\"method\":\"mining.suggest_difficulty\",\"params\":[0.5]}");
		assertThat(this.server.readLine()).contains("\"later\"");
		this.server.sendLine("{\"id\":1,\"result\":null,\"error\":null}");
		assertThat(first.get(10, TimeUnit.SECONDS)).isNull();
	}

	@Test
	void failsWithTheErrorOfTheServer() throws Exception {
		CompletableFuture<Object> call = this.connection.call("mining.submit").toFuture();
		this.server.readLine();
		this.server.sendLine("{\"id\":1,\"result\":null,\"error\":[22,\"Duplicate share\",null]}");
		assertThat(call).failsWithin(LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOfSatisfying(StratumErrorException.class, (ex) -> {
				assertThat(ex.error().code()).isEqualTo(22);
				assertThat(ex).hasMessage("Duplicate share");
			});
	}

	@Test
	void failsWhenTheServerDoesNotAnswerInTime() {
		StratumClient hasty = client().mutate().requestTimeout(Duration.ofMillis(50)).build();
		StratumConnection other = hasty.connect().block(LIMIT);
		assertThatExceptionOfType(StratumConnectionException.class)
			.isThrownBy(() -> other.call("mining.subscribe").block(LIMIT))
			.withMessage("no response to \"mining.subscribe\" within PT0.05S");
		other.close();
	}

	@Test
	void failsWaitingAndLaterCallsWhenTheConnectionEnds() throws Exception {
		CompletableFuture<Object> waiting = this.connection.call("mining.subscribe").toFuture();
		this.server.readLine();
		this.server.disconnect();
		assertThat(waiting).failsWithin(LIMIT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(StratumConnectionException.class)
			.withMessage("connection to " + this.server.uri() + " is closed");
		this.connection.closed().block(LIMIT);
		assertThat(this.connection.isOpen()).isFalse();
		assertThatExceptionOfType(StratumConnectionException.class)
			.isThrownBy(() -> this.connection.call("mining.authorize").block(LIMIT));
		assertThat(this.events.list).containsExactly("closed null");
	}

	@Test
	void boundsTheNumberOfWaitingCalls() {
		List<CompletableFuture<Object>> waiting = new ArrayList<>();
		for (int i = 0; i < StratumConnection.MAX_PENDING_CALLS; i++) {
			waiting.add(this.connection.call("wait").toFuture());
		}
		assertThatExceptionOfType(StratumConnectionException.class)
			.isThrownBy(() -> this.connection.call("wait").block(LIMIT))
			.withMessage("pending calls: 1024 (expected: < 1024)");
		waiting.get(0).cancel(true);
		CompletableFuture<Object> another = this.connection.call("wait").toFuture();
		assertThat(another).isNotDone();
		assertThat(waiting.subList(1, waiting.size())).noneMatch(CompletableFuture::isDone);
	}

	@Test
	void answersRequestsOfTheServer() throws Exception {
		this.server.sendLine("{\"id\":7,\"method\":\"client.get_version\",\"params\":[]}");
		assertThat(this.server.readLine()).isEqualTo("{\"id\":7,\"result\":\"tester/1.0\",\"error\":null}");
		this.server.sendLine("{\"id\":\"p\",\"method\":\"mining.ping\",\"params\":[]}");
		assertThat(this.server.readLine()).isEqualTo("{\"id\":\"p\",\"result\":\"pong\",\"error\":null}");
		this.server.sendLine("{\"id\":8,\"method\":\"pool.echo\",\"params\":[\"x\"]}");
		assertThat(this.server.readLine()).isEqualTo("{\"id\":8,\"result\":[\"x\"],\"error\":null}");
		this.server.sendLine("{\"id\":9,\"method\":\"pool.unknown\",\"params\":[]}");
		assertThat(this.server.readLine())
			.isEqualTo("{\"id\":9,\"result\":null,\"error\":[-3,\"Method not found\",null]}");
		this.server.sendLine("{\"id\":10,\"method\":\"pool.fail\",\"params\":[]}");
		assertThat(this.server.readLine())
			.isEqualTo("{\"id\":10,\"result\":null,\"error\":[20,\"Internal error\",null]}");
	}

	@Test
	void tellsNotificationsInOrderHoweverTheyAreCut() throws Exception {
		this.server.send("{\"id\":null,\"method\":\"a\",\"params\":[]}\r\n{\"method\":\"b\",\"para");
		awaitEvents("a");
		this.server.send("ms\":[]}\n{\"id\":null,\"method\":\"c\",\"params\":[]}\n");
		awaitEvents("a", "b", "c");
	}

	@Test
	void closesWhenALineIsTooLong() throws Exception {
		this.server.send("{\"method\":\"" + "x".repeat(300));
		assertThat(this.server.readLine()).isNull();
		this.connection.closed().block(LIMIT);
		assertThat(this.events.list).hasSize(1).first().asString().startsWith("closed line length: ");
	}

	@Test
	void closesWhenTheServerSendsNoJsonAndDiscardsTheRest() throws Exception {
		this.server.send("HTTP/1.1 400 Bad Request\r\n\r\n{\"method\":\"late\",\"params\":[]}\n");
		assertThat(this.server.readLine()).isNull();
		this.connection.closed().block(LIMIT);
		assertThat(this.events.list).hasSize(1);
	}

	@Test
	void closesWhenTheListenerFindsAMessageSenseless() throws Exception {
		this.server.sendLine("{\"id\":null,\"method\":\"senseless\",\"params\":[]}");
		assertThat(this.server.readLine()).isNull();
		awaitEvents("closed senseless");
	}

	@Test
	void survivesAListenerThatFails() throws Exception {
		this.server.sendLine("{\"id\":null,\"method\":\"fail\",\"params\":[]}");
		this.server.sendLine("{\"id\":null,\"method\":\"next\",\"params\":[]}");
		awaitEvents("next");
	}

	@Test
	void closeSendsWhatWasQueued() throws Exception {
		this.connection.send("bye");
		this.connection.close();
		assertThat(this.server.readLine()).contains("\"bye\"");
		assertThat(this.server.readLine()).isNull();
	}

	@Test
	void saysWhereItCouldNotConnect() throws Exception {
		String uri = this.server.uri();
		this.server.close();
		assertThatExceptionOfType(StratumConnectionException.class)
			.isThrownBy(() -> StratumClient.builder().uri(uri).build().connect().block(LIMIT))
			.withMessageStartingWith("cannot connect to " + uri + ": ");
	}

	private void awaitEvents(String... expected) {
		Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(this.events.list).containsExactly(expected));
	}

	private static final class Recording implements StratumListener {

		private final List<String> list = new CopyOnWriteArrayList<>();

		@Override
		public void notified(StratumConnection connection, StratumRequest notification) throws ProtocolException {
			switch (notification.method()) {
				case "senseless" -> throw new ProtocolException("senseless");
				case "fail" -> throw new IllegalStateException("expected by a test");
				default -> this.list.add(notification.method());
			}
		}

		@Override
		public @Nullable Object requested(StratumConnection connection, StratumRequest request) {
			return switch (request.method()) {
				case "pool.echo" -> request.params();
				case "pool.fail" -> throw new IllegalStateException("expected by a test");
				default -> StratumListener.super.requested(connection, request);
			};
		}

		@Override
		public void closed(StratumConnection connection, @Nullable Throwable cause) {
			this.list.add("closed " + ((cause != null) ? cause.getMessage() : null));
		}

	}

}
