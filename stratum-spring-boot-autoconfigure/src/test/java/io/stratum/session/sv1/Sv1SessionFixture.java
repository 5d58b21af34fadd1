package io.stratum.session.sv1;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;

import io.stratum.mining.vardiff.DifficultyLimits;
import io.stratum.protocol.sv1.StratumRequest;
import io.stratum.session.CloseReason;
import io.stratum.session.FakeConnection;
import io.stratum.session.FakeLoop;
import io.stratum.session.ReconnectNotice;
import io.stratum.session.MessageHandler;
import io.stratum.session.MessageHandlers;
import io.stratum.session.Reply;
import io.stratum.session.SessionIds;
import io.stratum.session.SessionObserver;
import io.stratum.session.SessionRegistry;
import io.stratum.session.SessionSettings;
import io.stratum.session.StratumSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Stratum V1 session with handlers of a user, without mining.
 */
abstract class Sv1SessionFixture implements SessionObserver {

	static final Duration SECOND = Duration.ofSeconds(1);

	final FakeLoop loop = new FakeLoop();

	final SessionRegistry registry = new SessionRegistry();

	final MessageHandlers.Builder handlers = MessageHandlers.builder();

	final List<CompletableFuture<Reply>> later = new ArrayList<>();

	final List<String> handled = new ArrayList<>();

	FakeConnection connection = new FakeConnection(this.loop);

	Sv1Session session;

	ReconnectNotice notice;

	int maxPending = 4;

	int maxRate;

	long now = Long.MAX_VALUE - 5;

	CloseReason reason;

	int malformed;

	int opened;

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

	void login() {
		this.connection.read(request(0, "true"));
		pass(SECOND);
		this.connection.lines();
	}

	void pass(Duration time) {
		this.now += time.toNanos();
		this.session.sweep(this.now);
	}

	Reply laterReply(StratumSession session, StratumRequest request) {
		CompletableFuture<Reply> reply = new CompletableFuture<>();
		this.later.add(reply);
		return Reply.later(reply);
	}

	static MessageHandler<StratumRequest> handler(MessageHandler<StratumRequest> handler) {
		return handler;
	}

	void open() {
		this.handlers.method("echo", handler((session, request) -> Reply.of(request.params())));
		this.handlers.method("true", handler((session, request) -> Reply.TRUE));
		this.handlers.method("later", handler(this::laterReply));
		Sv1SessionFactory factory = new Sv1SessionFactory(this.handlers.build(), this.registry, this, new SessionIds(7),
				InstantSource.fixed(Instant.ofEpochSecond(5)), () -> this.now, this.notice);
		DifficultyLimits difficulty = new DifficultyLimits(true, 1, 1, 10, SECOND, SECOND, 1, 0.3, false);
		this.session = (Sv1Session) factory.create(this.connection,
				new SessionSettings(SECOND.multipliedBy(15), SECOND.multipliedBy(600), 4096, 100_000,
						SECOND.multipliedBy(10), this.maxPending, 3, this.maxRate, SECOND.multipliedBy(4), difficulty));
		this.connection.attach(this.session);
	}

	static String request(int id, String method) {
		return "{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":[]}\n";
	}

	static String result(int id, String json) {
		return "{\"id\":" + id + ",\"result\":" + json + ",\"error\":null}";
	}

	static String error(int id, int code, String text) {
		return "{\"id\":" + id + ",\"result\":null,\"error\":[" + code + ",\"" + text + "\",null]}";
	}

	static String notification(String method) {
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
