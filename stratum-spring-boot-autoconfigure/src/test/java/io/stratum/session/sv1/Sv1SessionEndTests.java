package io.stratum.session.sv1;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.stratum.session.CloseReason;
import io.stratum.session.ReconnectNotice;
import io.stratum.session.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for what a {@link Sv1Session} sends on its own account, and for its end.
 */
class Sv1SessionEndTests extends Sv1SessionFixture {

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
	void theErrorOfAPeerCannotForgeLinesOfALog() {
		open();
		CompletableFuture<Object> refused = this.session.call("x").toCompletableFuture();
		this.connection.read("{\"id\":1,\"result\":null,\"error\":[23,\"a\\nWARN forged\\u001b[2J\",null]}\n");
		assertThat(refused).failsWithin(SECOND).withThrowableThat().havingCause().withMessage("a WARN forged [2J");
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
	void sendsAReconnectNoticeOnShutdown() {
		this.notice = new ReconnectNotice("pool.example", 3333, 5, "Back soon");
		open();
		this.session.close(CloseReason.SHUTDOWN);
		assertThat(this.connection.lines()).containsExactly(
				"{\"id\":null,\"method\":\"client.show_message\",\"params\":[\"Back soon\"]}",
				"{\"id\":null,\"method\":\"client.reconnect\",\"params\":[\"pool.example\",3333,5]}");
	}

	@Test
	void answersWhatIsUnderWayBeforeItShutsDown() {
		this.notice = new ReconnectNotice("pool.example", 3333, 5, null);
		open();
		this.connection.read(request(1, "later") + request(2, "later"));
		this.session.shutDown();
		this.connection.read(request(3, "true") + "{\"id\":4,");
		this.later.get(1).complete(Reply.TRUE);
		assertThat(this.connection.lines()).isEmpty();
		assertThat(this.connection.closed).isFalse();
		this.later.get(0).complete(Reply.TRUE);
		assertThat(this.connection.lines()).containsExactly(result(1, "true"), result(2, "true"),
				"{\"id\":null,\"method\":\"client.reconnect\",\"params\":[\"pool.example\",3333,5]}");
		assertThat(this.connection.closed).isTrue();
		assertThat(this.reason).isEqualTo(CloseReason.SHUTDOWN);
		assertThat(this.handled).containsExactly("later success", "later success");
	}

	@Test
	void hearsTheResponsesToItsCallsWhileItShutsDown() {
		this.handlers.method("ask", handler((session, request) -> Reply
			.later(this.session.call("client.get_version").thenApply((version) -> Reply.of(version)))));
		open();
		this.connection.read(request(1, "ask"));
		assertThat(this.connection.lines()).singleElement().asString().contains("client.get_version");
		this.session.shutDown();
		this.connection.read("{\"id\":1,\"result\":\"miner/1\",\"error\":null}\n");
		assertThat(this.connection.lines()).containsExactly(result(1, "\"miner/1\""));
		assertThat(this.connection.closed).isTrue();
	}

	@Test
	void shutsDownAtOnceWithoutRequests() {
		open();
		this.session.shutDown();
		assertThat(this.connection.closed).isTrue();
		this.session.shutDown();
		assertThat(this.reason).isEqualTo(CloseReason.SHUTDOWN);
	}

	@Test
	void sendsMinersBackToTheSameHost() {
		this.notice = new ReconnectNotice(null, 0, 0, null);
		open();
		this.session.close(CloseReason.SHUTDOWN);
		assertThat(this.connection.lines())
			.containsExactly("{\"id\":null,\"method\":\"client.reconnect\",\"params\":[]}");
	}

	@Test
	void saysNothingWhenClosedForAnotherReason() {
		this.notice = new ReconnectNotice(null, 0, 0, null);
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

}
