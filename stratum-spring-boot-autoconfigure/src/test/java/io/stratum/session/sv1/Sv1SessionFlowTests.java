package io.stratum.session.sv1;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.stratum.session.CloseReason;
import io.stratum.session.FakeConnection;
import io.stratum.session.Reply;
import io.stratum.session.Transport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how a {@link Sv1Session} keeps a peer within bounds: reading, sending, time.
 */
class Sv1SessionFlowTests extends Sv1SessionFixture {

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

}
