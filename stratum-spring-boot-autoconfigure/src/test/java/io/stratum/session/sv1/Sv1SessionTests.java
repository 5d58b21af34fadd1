package io.stratum.session.sv1;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.stratum.mining.vardiff.DifficultyLimits;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.session.CloseReason;
import io.stratum.session.FakeConnection;
import io.stratum.session.FakeLoop;
import io.stratum.session.Farewell;
import io.stratum.session.MessageHandler;
import io.stratum.session.MessageHandlers;
import io.stratum.session.Reply;
import io.stratum.session.SessionIds;
import io.stratum.session.SessionObserver;
import io.stratum.session.SessionRegistry;
import io.stratum.session.SessionSettings;
import io.stratum.session.StratumError;
import io.stratum.session.StratumErrorException;
import io.stratum.session.StratumSession;
import io.stratum.session.Transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Sv1Session} with handlers of a user, without mining.
 */
class Sv1SessionTests implements SessionObserver {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final FakeLoop loop = new FakeLoop();

	private final SessionRegistry registry = new SessionRegistry();

	private final MessageHandlers.Builder handlers = MessageHandlers.builder();

	private final List<CompletableFuture<Reply>> later = new ArrayList<>();

	private final List<String> handled = new ArrayList<>();

	private FakeConnection connection = new FakeConnection(this.loop);

	private Sv1Session session;

	private Farewell farewell;

	private int maxPending = 4;

	private int maxRate;

	private long now = Long.MAX_VALUE - 5;

	private CloseReason reason;

	private int malformed;

	private int opened;

	@AfterEach
	void nothingIsLeft() {
		if (this.session != null) {
			this.connection.close();
			assertThat(this.registry.size()).isZero();
			this.later.forEach((reply) -> reply.complete(Reply.TRUE));
			this.loop.run();
		}
		assertThat(this.connection.usedMemory()).isZero();
	}

	@Test
	void answersWithTheResultOfTheHandler() {
		open();
		this.connection.read("{\"id\":1,\"method\":\"echo\",\"params\":[\"a\",2]}\n");
		assertThat(this.connection.lines()).containsExactly("{\"id\":1,\"result\":[\"a\",2],\"error\":null}");
		assertThat(this.handled).containsExactly("echo success");
	}

	@Test
	void echoesIdsAsReceived() {
		open();
		this.connection
			.read("{\"id\":\"auth\",\"method\":\"true\"}\n{\"id\":null,\"method\":\"true\"}\n{\"method\":\"true\"}\n");
		assertThat(this.connection.lines()).containsExactly("{\"id\":\"auth\",\"result\":true,\"error\":null}",
				"{\"id\":null,\"result\":true,\"error\":null}", "{\"id\":null,\"result\":true,\"error\":null}");
	}

	@Test
	void answersUnknownMethodsAndStaysOpen() {
		open();
		this.connection.read("{\"id\":1,\"method\":\"nope\"}\n{\"id\":2,\"method\":\"true\"}\n");
		assertThat(this.connection.lines()).containsExactly(
				"{\"id\":1,\"result\":null,\"error\":[-3,\"Method not found\",null]}",
				"{\"id\":2,\"result\":true,\"error\":null}");
		assertThat(this.handled).containsExactly("other error", "true success");
	}

	@Test
	void sendsOneFlushPerReadBurst() {
		open();
		String line = "{\"id\":4,\"method\":\"true\"}\n";
		this.connection.receive(line.repeat(10) + line.substring(0, 5));
		this.connection.receive(line.substring(5) + line.repeat(5));
		assertThat(this.connection.flushes).isZero();
		this.session.readComplete();
		assertThat(this.connection.flushes).isEqualTo(1);
		assertThat(this.connection.writes).isEqualTo(1);
		assertThat(this.connection.lines()).hasSize(16);
	}

	@Test
	void writesOneMessagePerFrame() {
		this.connection = new FakeConnection(this.loop, Transport.WEBSOCKET);
		open();
		this.connection.receive("{\"id\":1,\"method\":\"true\"}");
		this.session.frameEnded();
		this.connection.receive("{\"id\":2,\"method\":\"true\"}\n{\"id\":3,\"method\":\"true\"}\n");
		this.session.frameEnded();
		this.session.readComplete();
		assertThat(this.connection.writes).isEqualTo(3);
		assertThat(this.connection.flushes).isEqualTo(1);
		assertThat(this.connection.lines()).hasSize(3);
	}

	@Test
	void keepsTheOrderOfReplies() {
		open();
		this.connection.read(request(1, "later") + request(2, "true") + request(3, "later"));
		assertThat(this.connection.lines()).isEmpty();
		this.later.get(1).complete(Reply.of("third"));
		assertThat(this.connection.lines()).isEmpty();
		this.later.get(0).complete(Reply.of("first"));
		assertThat(this.connection.lines()).containsExactly(result(1, "\"first\""), result(2, "true"),
				result(3, "\"third\""));
	}

	@Test
	void sendsRepliesThatCompleteTogetherByOneFlush() {
		open();
		this.connection.read(request(1, "later") + request(2, "later") + request(3, "later"));
		int before = this.connection.flushes;
		this.later.forEach((reply) -> reply.complete(Reply.TRUE));
		assertThat(this.connection.lines()).hasSize(3);
		assertThat(this.connection.flushes).isEqualTo(before + 1);
	}

	@Test
	void answersAtOnceWhenALaterReplyIsThereAlready() {
		this.handlers.method("done", handler((session, request) -> Reply
			.later(CompletableFuture.completedFuture(Reply.later(CompletableFuture.completedStage(Reply.TRUE))))));
		open();
		this.connection.read(request(1, "done") + request(2, "true"));
		assertThat(this.connection.lines()).containsExactly(result(1, "true"), result(2, "true"));
	}

	@Test
	void followsUpRightAfterTheReply() {
		this.handlers.method("follow", handler((session, request) -> {
			CompletableFuture<Reply> reply = new CompletableFuture<>();
			this.later.add(reply);
			return Reply.later(reply).then(() -> session.send("second")).then(() -> session.send("third"));
		}));
		open();
		this.connection.read(request(1, "follow") + request(2, "true"));
		this.later.get(0).complete(Reply.TRUE.then(() -> this.session.send("first")));
		assertThat(this.connection.lines()).containsExactly(result(1, "true"), notification("first"),
				notification("second"), notification("third"), result(2, "true"));
	}

	@Test
	void answersNothingOnPurpose() {
		this.handlers.method("none", handler((session, request) -> Reply.NONE));
		open();
		this.connection.read(request(1, "later") + request(2, "none") + request(3, "true"));
		this.later.get(0).complete(Reply.NONE);
		assertThat(this.connection.lines()).containsExactly(result(3, "true"));
		assertThat(this.handled).containsExactly("later none", "none none", "true success");
	}

	@Test
	void hidesFailuresFromThePeer() {
		this.handlers.method("fail", handler((session, request) -> {
			throw new IllegalStateException("secret");
		}));
		this.handlers.method("refuse", handler((session, request) -> {
			throw new StratumErrorException(StratumError.of(24, "Locked"));
		}));
		this.handlers.method("odd", handler((session, request) -> Reply.of(new Object())));
		open();
		this.connection.read(request(1, "fail") + request(2, "refuse") + request(3, "odd") + request(4, "later")
				+ request(5, "later"));
		this.later.get(0).completeExceptionally(new IllegalStateException("secret"));
		this.later.get(1).completeExceptionally(new StratumErrorException(StratumError.of(25, "No")));
		assertThat(this.connection.lines()).containsExactly(error(1, 20, "Internal error"), error(2, 24, "Locked"),
				error(3, 20, "Internal error"), error(4, 20, "Internal error"), error(5, 25, "No"));
		assertThat(this.handled).containsExactly("fail failure", "refuse error", "odd failure", "later failure",
				"later error");
	}

	@Test
	void stopsReadingWhileTooManyRepliesArePending() {
		open();
		String burst = request(1, "later") + request(2, "later") + request(3, "later") + request(4, "later");
		this.connection.read(burst + request(5, "true") + request(6, "la"));
		assertThat(this.connection.reading).isFalse();
		assertThat(this.later).hasSize(4);
		this.connection.read("");
		this.later.get(0).complete(Reply.TRUE);
		assertThat(this.connection.lines()).containsExactly(result(1, "true"));
		// The reply to 5 waits, so that 6 has to
		assertThat(this.connection.reading).isFalse();
		this.later.get(1).complete(Reply.TRUE);
		this.later.get(2).complete(Reply.TRUE);
		this.later.get(3).complete(Reply.TRUE);
		assertThat(this.connection.lines()).containsExactly(result(2, "true"), result(3, "true"), result(4, "true"),
				result(5, "true"), "{\"id\":6,\"result\":null,\"error\":[-3,\"Method not found\",null]}");
		assertThat(this.connection.reading).isTrue();
	}

	@Test
	void keepsFramesApartWhileReadingHasStopped() {
		this.connection = new FakeConnection(this.loop, Transport.WEBSOCKET);
		this.maxPending = 1;
		open();
		for (int i = 1; i <= 3; i++) {
			this.connection.receive(request(i, "later").trim());
			this.session.frameEnded();
		}
		this.session.readComplete();
		assertThat(this.later).hasSize(1);
		for (int i = 0; i < 3; i++) {
			this.later.get(i).complete(Reply.TRUE);
			assertThat(this.connection.lines()).containsExactly(result(i + 1, "true"));
		}
		assertThat(this.connection.reading).isTrue();
	}

	@Test
	void closesATransportThatDoesNotStopReading() {
		this.maxPending = 1;
		open();
		this.connection.read(request(1, "later") + request(2, "later"));
		for (int i = 0; i < 20 && !this.connection.closed; i++) {
			this.connection.read("x".repeat(100_000));
		}
		assertThat(this.reason).isEqualTo(CloseReason.PROTOCOL_ERROR);
	}

	@Test
	void stopsReadingWhileThePeerDoesNotRead() {
		open();
		this.connection.writable(false);
		this.connection.read(request(1, "true"));
		assertThat(this.connection.reading).isFalse();
		assertThat(this.connection.lines()).isEmpty();
		this.connection.writable(true);
		assertThat(this.connection.reading).isTrue();
		assertThat(this.connection.lines()).containsExactly(result(1, "true"));
	}

	@Test
	void stopsReadingAboveTheMessageRate() {
		this.maxRate = 5;
		open();
		this.connection.read(request(1, "true").repeat(24));
		assertThat(this.connection.lines()).hasSize(10);
		assertThat(this.connection.reading).isFalse();
		pass(SECOND);
		assertThat(this.connection.lines()).hasSize(5);
		assertThat(this.connection.reading).isFalse();
		pass(SECOND.multipliedBy(3));
		assertThat(this.connection.lines()).hasSize(9);
		assertThat(this.connection.reading).isTrue();
	}

	@Test
	void sendsNothingUnaskedBetweenSubscribeAndItsReply() {
		this.handlers.method("mining.subscribe", handler(this::laterReply));
		this.handlers.method("mining.configure", handler(this::laterReply));
		open();
		this.connection.read(request(1, "mining.configure") + request(2, "mining.subscribe"));
		this.session.send("mining.set_difficulty", 1);
		this.session.call("client.get_version");
		this.later.get(0).complete(Reply.of(Map.of()));
		assertThat(this.connection.lines()).containsExactly(result(1, "{}"));
		this.later.get(1).complete(Reply.TRUE);
		assertThat(this.connection.lines()).containsExactly(result(2, "true"),
				"{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[1]}",
				"{\"id\":1,\"method\":\"client.get_version\",\"params\":[]}");
	}

	@Test
	void closesWhenTooMuchIsHeldBack() {
		this.handlers.method("mining.subscribe", handler(this::laterReply));
		open();
		this.connection.read(request(1, "mining.subscribe"));
		this.session.send("note", "x".repeat(60_000));
		assertThat(this.connection.closed).isFalse();
		this.session.send("note", "x".repeat(60_000));
		assertThat(this.reason).isEqualTo(CloseReason.SLOW);
	}

	@Test
	void closesSlowPeers() {
		open();
		this.connection.pending = 100_001;
		this.session.send("note");
		assertThat(this.reason).isEqualTo(CloseReason.SLOW);
	}

	@Test
	void closesPeersThatStayUnwritable() {
		open();
		login();
		this.connection.writable(false);
		pass(SECOND.multipliedBy(9));
		assertThat(this.connection.closed).isFalse();
		this.connection.writable(true);
		this.connection.writable(false);
		pass(SECOND.multipliedBy(10));
		assertThat(this.connection.closed).isFalse();
		pass(SECOND);
		assertThat(this.reason).isEqualTo(CloseReason.SLOW);
	}

	@Test
	void closesAtTheLoginTimeoutWhateverElseComes() {
		this.handlers.method("mining.authorize", handler((session, request) -> Reply.of(request.param(0))));
		open();
		for (int i = 0; i < 15; i++) {
			assertThat(this.connection.closed).isFalse();
			this.connection
				.read(request(1, "true") + "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[false]}\n");
			pass(SECOND);
		}
		this.connection.read("{\"id\"");
		pass(SECOND);
		assertThat(this.reason).isEqualTo(CloseReason.LOGIN_TIMEOUT);
	}

	@Test
	void aGrantedLoginEndsTheLoginTimeout() {
		this.handlers.method("mining.authorize", handler((session, request) -> Reply.TRUE));
		open();
		this.connection.read(request(1, "mining.authorize"));
		pass(SECOND.multipliedBy(60));
		assertThat(this.connection.closed).isFalse();
	}

	@Test
	void closesIdlePeersAndCountsOnlyWholeMessages() {
		open();
		login();
		pass(SECOND.multipliedBy(599));
		this.connection.read("{\"id\":1,");
		pass(SECOND.multipliedBy(2));
		assertThat(this.reason).isEqualTo(CloseReason.IDLE_TIMEOUT);
	}

	@Test
	void keepsPeersThatSendMessages() {
		open();
		login();
		for (int i = 0; i < 10; i++) {
			pass(SECOND.multipliedBy(500));
			this.connection.read("{\"id\":9,\"result\":true,\"error\":null}\n");
		}
		assertThat(this.connection.closed).isFalse();
	}

	@Test
	void answersBadJsonAndCloses() {
		open();
		this.connection.read(request(1, "true") + "{oops}\n" + request(2, "true"));
		assertThat(this.connection.lines()).containsExactly(result(1, "true"),
				"{\"id\":null,\"result\":null,\"error\":[20,\"Parse error\",null]}");
		assertThat(this.reason).isEqualTo(CloseReason.PROTOCOL_ERROR);
		assertThat(this.malformed).isEqualTo(1);
		this.connection.read(request(3, "true"));
		assertThat(this.connection.lines()).isEmpty();
	}

	@Test
	void closesForeignProtocolsQuietly() {
		open();
		this.connection.read("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
		assertThat(this.connection.lines()).isEmpty();
		assertThat(this.reason).isEqualTo(CloseReason.FOREIGN_PROTOCOL);
		assertThat(this.malformed).isEqualTo(1);
	}

	@Test
	void ignoresResponsesToNothing() {
		open();
		this.connection
			.read("{\"id\":1,\"result\":true,\"error\":null}\n{\"id\":null,\"result\":null,\"error\":[1]}\n");
		assertThat(this.connection.lines()).isEmpty();
		assertThat(this.connection.closed).isFalse();
	}

	@Test
	void completesCalls() {
		open();
		CompletableFuture<Object> version = this.session.call("client.get_version").toCompletableFuture();
		CompletableFuture<Object> refused = this.session.call("x", "y").toCompletableFuture();
		assertThat(this.connection.lines()).containsExactly(
				"{\"id\":1,\"method\":\"client.get_version\",\"params\":[]}",
				"{\"id\":2,\"method\":\"x\",\"params\":[\"y\"]}");
		this.connection.read(
				"{\"id\":2,\"result\":null,\"error\":[21,\"no\",null]}\n{\"id\":1,\"result\":\"cg/4\",\"error\":null}\n");
		assertThat(version).isCompletedWithValue("cg/4");
		assertThat(refused).failsWithin(SECOND).withThrowableThat().havingCause().withMessage("no");
	}

	@Test
	void failsCallsAtTheirTimeoutAndAtTheEnd() {
		open();
		login();
		CompletableFuture<Object> slow = this.session.call("a").toCompletableFuture();
		pass(SECOND.multipliedBy(3));
		assertThat(slow).isNotDone();
		CompletableFuture<Object> open = this.session.call("b").toCompletableFuture();
		pass(SECOND.multipliedBy(2));
		assertThat(slow).isCompletedExceptionally();
		assertThat(open).isNotDone();
		this.session.close();
		assertThat(open).isCompletedExceptionally();
		assertThat(this.session.call("c").toCompletableFuture()).isCompletedExceptionally();
	}

	@Test
	void refusesToSendWhatCannotBeEncoded() {
		open();
		assertThatIllegalArgumentException().isThrownBy(() -> this.session.send("x", new Object()));
		assertThatIllegalArgumentException().isThrownBy(() -> this.session.call("x", new Object()));
	}

	@Test
	void hopsToItsLoop() throws Exception {
		open();
		Thread other = new Thread(() -> {
			this.session.send("note", 1);
			this.session.close();
		});
		other.start();
		other.join();
		assertThat(this.connection.closed).isFalse();
		assertThat(this.connection.lines()).containsExactly("{\"id\":null,\"method\":\"note\",\"params\":[1]}");
		assertThat(this.reason).isEqualTo(CloseReason.APPLICATION);
	}

	@Test
	void sendsAFarewellOnShutdown() {
		this.farewell = new Farewell("pool.example", 3333, 5, "Back soon");
		open();
		this.session.close(CloseReason.SHUTDOWN);
		assertThat(this.connection.lines()).containsExactly(
				"{\"id\":null,\"method\":\"client.show_message\",\"params\":[\"Back soon\"]}",
				"{\"id\":null,\"method\":\"client.reconnect\",\"params\":[\"pool.example\",3333,5]}");
	}

	@Test
	void sendsMinersBackToTheSameHost() {
		this.farewell = new Farewell(null, 0, 0, null);
		open();
		this.session.close(CloseReason.SHUTDOWN);
		assertThat(this.connection.lines())
			.containsExactly("{\"id\":null,\"method\":\"client.reconnect\",\"params\":[]}");
	}

	@Test
	void saysNothingWhenClosedForAnotherReason() {
		this.farewell = new Farewell(null, 0, 0, null);
		open();
		this.session.close(CloseReason.IDLE_TIMEOUT);
		this.session.close(CloseReason.SHUTDOWN);
		assertThat(this.connection.lines()).isEmpty();
		assertThat(this.reason).isEqualTo(CloseReason.IDLE_TIMEOUT);
	}

	@Test
	void runsCloseActionsOnce() {
		open();
		List<String> done = new ArrayList<>();
		this.session.onClose(() -> {
			done.add("first");
			throw new IllegalStateException("broken");
		});
		this.session.onClose(() -> done.add("second"));
		this.connection.close();
		this.session.closed();
		assertThat(done).containsExactly("first", "second");
		assertThat(this.reason).isEqualTo(CloseReason.PEER);
		this.session.onClose(() -> done.add("third"));
		assertThat(done).endsWith("third");
		assertThat(this.session.isOpen()).isFalse();
	}

	@Test
	void dropsRepliesThatComeAfterTheEnd() {
		open();
		this.connection.read(request(1, "later"));
		this.connection.close();
		this.later.get(0).complete(Reply.TRUE.then(() -> this.session.send("x")));
		assertThat(this.connection.lines()).isEmpty();
		assertThat(this.handled).isEmpty();
	}

	@Test
	void describesItself() {
		open();
		assertThat(this.session.id()).isEqualTo("07000000");
		assertThat(this.session.connectedAt()).isEqualTo(Instant.ofEpochSecond(5));
		assertThat(this.session.workers()).isEmpty();
		assertThat(this.session.difficulty()).isZero();
		this.session.attributes().put("a", 1);
		assertThat(this.session.attributes()).containsEntry("a", 1);
		assertThat(this.opened).isEqualTo(1);
	}

	private void login() {
		this.connection.read(request(0, "true"));
		pass(SECOND);
		this.connection.lines();
	}

	private void pass(Duration time) {
		this.now += time.toNanos();
		this.session.sweep(this.now);
	}

	private Reply laterReply(StratumSession session, StratumRequest request) {
		CompletableFuture<Reply> reply = new CompletableFuture<>();
		this.later.add(reply);
		return Reply.later(reply);
	}

	private static MessageHandler<StratumRequest> handler(MessageHandler<StratumRequest> handler) {
		return handler;
	}

	private void open() {
		this.handlers.method("echo", handler((session, request) -> Reply.of(request.params())));
		this.handlers.method("true", handler((session, request) -> Reply.TRUE));
		this.handlers.method("later", handler(this::laterReply));
		Sv1SessionFactory factory = new Sv1SessionFactory(this.handlers.build(), this.registry, this, new SessionIds(7),
				InstantSource.fixed(Instant.ofEpochSecond(5)), () -> this.now, this.farewell);
		DifficultyLimits difficulty = new DifficultyLimits(true, 1, 1, 10, SECOND, SECOND, 1, 0.3, false);
		this.session = (Sv1Session) factory.create(this.connection,
				new SessionSettings(SECOND.multipliedBy(15), SECOND.multipliedBy(600), 4096, 100_000,
						SECOND.multipliedBy(10), this.maxPending, 3, this.maxRate, SECOND.multipliedBy(4), difficulty));
		this.connection.attach(this.session);
	}

	private static String request(int id, String method) {
		return "{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":[]}\n";
	}

	private static String result(int id, String json) {
		return "{\"id\":" + id + ",\"result\":" + json + ",\"error\":null}";
	}

	private static String error(int id, int code, String text) {
		return "{\"id\":" + id + ",\"result\":null,\"error\":[" + code + ",\"" + text + "\",null]}";
	}

	private static String notification(String method) {
		return "{\"id\":null,\"method\":\"" + method + "\",\"params\":" + Arrays.asList() + "}";
	}

	@Override
	public void opened(StratumSession session) {
		this.opened++;
	}

	@Override
	public void closed(StratumSession session, CloseReason reason) {
		this.reason = reason;
	}

	@Override
	public void requestHandled(StratumSession session, String method, String outcome) {
		this.handled.add(method + " " + outcome);
	}

	@Override
	public void malformed(StratumSession session) {
		this.malformed++;
	}

}
