package io.stratum.session.sv1;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.stratum.session.CloseReason;
import io.stratum.session.FakeConnection;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.StratumErrorException;
import io.stratum.session.Transport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Sv1Session}: requests and their replies.
 */
class Sv1SessionTests extends Sv1SessionFixture {

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
			return Reply.later(reply).then(() -> this.session.send("second")).then(() -> this.session.send("third"));
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
	void goesOnAfterAnErrorOfAHandlerAndOfWhatFollows() {
		this.handlers.method("broken", handler((session, request) -> {
			throw new LinkageError("secret");
		}));
		this.handlers.method("follow", handler((session, request) -> Reply.TRUE.then(() -> {
			throw new LinkageError("secret");
		}).then(() -> this.session.send("next"))));
		open();
		this.connection.read(request(1, "broken") + request(2, "follow"));
		assertThat(this.connection.lines()).containsExactly(error(1, 20, "Internal error"), result(2, "true"),
				notification("next"));
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

}
