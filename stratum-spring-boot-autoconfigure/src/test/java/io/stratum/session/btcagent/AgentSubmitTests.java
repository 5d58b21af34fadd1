package io.stratum.session.btcagent;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.stratum.mining.RejectReason;
import io.stratum.mining.Share;
import io.stratum.protocol.btcagent.AgentLayout;
import io.stratum.protocol.btcagent.AgentMessage;
import io.stratum.protocol.btcagent.AgentMessage.SubmitResponse;
import io.stratum.protocol.btcagent.AgentMessage.SubmitShare;
import io.stratum.protocol.btcagent.AgentStatus;
import io.stratum.session.SessionSettings.AgentLimits;
import io.stratum.session.MessageHandlers;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;
import io.stratum.session.Transport;
import io.stratum.session.StratumSession.WorkerDetails;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AgentSubmitHandler} and {@link AgentFrames}: shares and their answers.
 */
class AgentSubmitTests {

	private final AgentFixture fixture = new AgentFixture();

	@AfterEach
	void stop() {
		this.fixture.engine.stop();
	}

	@Test
	void creditsASubmittedShareToTheMinerOfTheSubAccount() {
		TestAgent agent = agent();
		assertThat(agent.submit(agent.mine(1, 4, 1e9))).isEqualTo(AgentStatus.ACCEPTED);
		Share share = this.fixture.accepted.get(0);
		assertThat(share.worker().name()).isEqualTo("pool.rig01");
		assertThat(share.worker().account()).isEqualTo("pool");
		assertThat(share.difficulty()).isEqualTo(4);
		assertThat(this.fixture.difficulties.get(0).credited).isEqualTo(4);
		WorkerDetails details = agent.workers().get(0);
		assertThat(details.accepted()).isEqualTo(1);
		assertThat(details.rejected()).isZero();
		assertThat(details.sinceLastShare()).isZero();
		assertThat(details.difficulty()).isEqualTo(4);
	}

	@Test
	void answersEveryKindOfRefusal() {
		TestAgent agent = agent();
		SubmitShare share = agent.mine(1, 4, 1e9);
		assertThat(agent.submit(agent.mine(1, 0.01, 4))).isEqualTo(AgentStatus.LOW_DIFFICULTY);
		assertThat(agent.submit(share)).isEqualTo(AgentStatus.ACCEPTED);
		assertThat(agent.submit(share)).isEqualTo(AgentStatus.DUPLICATE);
		assertThat(agent.submit(agent.mine(7, 4, 1e9))).isEqualTo(AgentStatus.UNAUTHORIZED);
		assertThat(agent.submit(agent.mine(0xffff, 4, 1e9))).isEqualTo(AgentStatus.UNAUTHORIZED);
		assertThat(agent.submit(with(share, share.job() ^ 0x80, share.time()))).isEqualTo(AgentStatus.JOB_NOT_FOUND);
		assertThat(agent.submit(with(share, share.job(), OptionalInt.of(agent.ntime() - 4000))))
			.isEqualTo(AgentStatus.TIME_TOO_OLD);
		assertThat(agent.submit(with(share, share.job(), OptionalInt.of(agent.ntime() + 7400))))
			.isEqualTo(AgentStatus.TIME_TOO_NEW);
		assertThat(agent.submit(agent.mine(1, 4, 1e9, agent.job, 0x20000000)))
			.isEqualTo(AgentStatus.ILLEGAL_VERSION_MASK);
		assertThat(agent.workers().get(0).rejected()).isEqualTo(6);
		this.fixture.newTip();
		assertThat(agent.submitLater(with(share, share.job(), OptionalInt.empty())))
			.isEqualTo(AgentStatus.JOB_NOT_FOUND);
		assertThat(this.fixture.rejected).contains(RejectReason.STALE, RejectReason.JOB_NOT_FOUND);
	}

	private static SubmitShare with(SubmitShare share, int job, OptionalInt time) {
		return new SubmitShare(job, share.session(), share.extranonce2(), share.nonce(), time, share.versionMask());
	}

	@Test
	void takesTheTimeOfTheJobWhereNoneIsGiven() {
		TestAgent agent = agent();
		SubmitShare first = agent.mine(1, 4, 1e9);
		assertThat(agent.submit(with(first, first.job(), OptionalInt.empty()))).isEqualTo(AgentStatus.ACCEPTED);
		SubmitShare second = agent.mine(1, 4, 1e9);
		assertThat(agent.submit(with(second, second.job(), OptionalInt.of(0)))).isEqualTo(AgentStatus.ACCEPTED);
	}

	@Test
	void takesTheMaskAsTheBitsThatWereChanged() {
		TestAgent agent = agent();
		assertThat(agent.submit(agent.mine(1, 4, 1e9, agent.job, 0x00c02000))).isEqualTo(AgentStatus.ACCEPTED);
		assertThat(agent.submit(agent.mine(1, 4, 1e9, agent.job, 0x1fffe000))).isEqualTo(AgentStatus.ACCEPTED);
		SubmitShare plain = agent.mine(1, 4, 1e9);
		assertThat(agent.submit(
				new SubmitShare(plain.job(), 1, plain.extranonce2(), plain.nonce(), plain.time(), OptionalInt.of(0))))
			.isEqualTo(AgentStatus.ACCEPTED);
	}

	@Test
	void countsEverySubmitFrameGoodOrNot() {
		TestAgent agent = agent();
		agent.send(agent.mine(9, 4, 1e9), TestAgent.register(3, "x"));
		agent.send(TestAgent.hex("7f 02 0500 01" + "7f 12 0400" + "7f 14 0800 00000000" + "7f 66 0400"));
		agent.send(agent.mine(3, 4, 1e9));
		assertThat(agent.frames()).containsExactly(new SubmitResponse(0, AgentStatus.UNAUTHORIZED),
				new SubmitResponse(1, AgentStatus.ILLEGAL_PARAMETERS),
				new SubmitResponse(2, AgentStatus.ILLEGAL_PARAMETERS),
				new SubmitResponse(3, AgentStatus.ILLEGAL_PARAMETERS), new SubmitResponse(4, AgentStatus.ACCEPTED));
		assertThat(this.fixture.malformed).isEqualTo(4);
	}

	@Test
	void wrapsTheIndex() {
		TestAgent agent = agent();
		byte[] junk = TestAgent.hex("7f020400".repeat(4096));
		for (int i = 0; i < 16; i++) {
			agent.send(junk);
			assertThat(agent.frames()).hasSize(4096);
		}
		agent.send(agent.mine(1, 4, 1e9));
		assertThat(agent.frames()).containsExactly(new SubmitResponse(0, AgentStatus.ACCEPTED));
	}

	@Test
	void answersWhenTheRecorderHasTheShareAndRefusalsAtOnce() {
		CompletableFuture<Void> commit = new CompletableFuture<>();
		AgentFixture recorded = new AgentFixture(8, (shares) -> commit.get());
		recorded.limits = new AgentLimits(AgentLimits.USUAL.idleTimeout(), 0xffff, 0xffff, 2);
		TestAgent agent = recorded.start().connect().open();
		agent.send(TestAgent.register(1, "rig01"));
		SubmitShare share = agent.mine(1, 4, 1e9);
		agent.send(share);
		agent.send(share);
		assertThat(agent.frames()).containsExactly(new SubmitResponse(1, AgentStatus.DUPLICATE));
		assertThat(agent.connection.reading).isTrue();
		agent.send(agent.mine(1, 4, 1e9), agent.mine(1, 4, 1e9));
		assertThat(agent.connection.reading).isFalse();
		commit.complete(null);
		List<AgentMessage> answers = new ArrayList<>();
		Awaitility.await().pollInSameThread().until(() -> {
			answers.addAll(agent.frames());
			return answers.size() == 3;
		});
		assertThat(answers).containsExactlyInAnyOrder(new SubmitResponse(0, AgentStatus.ACCEPTED),
				new SubmitResponse(2, AgentStatus.ACCEPTED), new SubmitResponse(3, AgentStatus.ACCEPTED));
		assertThat(agent.connection.reading).isTrue();
		assertThat(agent.workers().get(0).accepted()).isEqualTo(3);
		recorded.engine.stop();
	}

	@Test
	void letsHandlersOfTheApplicationReplaceOurs() {
		List<AgentMessage> seen = new ArrayList<>();
		this.fixture.customHandlers = (handlers) -> {
			handlers.type(SubmitShare.class, (session, message) -> {
				seen.add(message);
				return switch (message.job()) {
					case 0 -> Reply.error(StratumError.of(22, "Again"));
					case 1 -> Reply.of(AgentStatus.SOLVED);
					case 2 -> Reply.of(false);
					case 3 -> Reply.NONE;
					case 4 -> Reply.later(CompletableFuture.completedFuture(Reply.TRUE));
					case 5 -> Reply.later(CompletableFuture.failedFuture(new IllegalStateException("later")));
					default -> throw new IllegalStateException("at once");
				};
			});
			handlers.type(AgentMessage.RegisterWorker.class,
					(session, message) -> Reply.of(new AgentMessage.SetDifficulty(3, List.of(message.session()))));
		};
		TestAgent agent = this.fixture.start().connect().open();
		agent.send(TestAgent.register(5, "x"));
		assertThat(agent.frames()).containsExactly(new AgentMessage.SetDifficulty(3, List.of(5)));
		for (int job = 0; job < 7; job++) {
			agent.send(new SubmitShare(job, 5, 0, 0, OptionalInt.empty(), OptionalInt.empty()));
		}
		assertThat(agent.frames()).containsExactlyInAnyOrder(new SubmitResponse(0, 22),
				new SubmitResponse(1, AgentStatus.SOLVED), new SubmitResponse(2, 0),
				new SubmitResponse(4, AgentStatus.ACCEPTED), new SubmitResponse(5, AgentStatus.INTERNAL_ERROR),
				new SubmitResponse(6, AgentStatus.INTERNAL_ERROR));
		assertThat(seen).hasSize(7);
		assertThat(this.fixture.handled).contains("agent.submit failure", "agent.submit success",
				"agent.register_worker success");
	}

	@Test
	void answersWhatIsUnderWayBeforeItShutsDown() {
		List<CompletableFuture<Reply>> later = new ArrayList<>();
		this.fixture.customHandlers = (handlers) -> handlers.type(SubmitShare.class, (session, message) -> {
			later.add(new CompletableFuture<>());
			return Reply.later(later.get(later.size() - 1));
		});
		TestAgent agent = agent();
		for (int i = 0; i < 2; i++) {
			agent.send(new SubmitShare(1, 1, 0, 0, OptionalInt.empty(), OptionalInt.empty()));
		}
		agent.connection.session().shutDown();
		agent.send(new SubmitShare(1, 1, 0, 0, OptionalInt.empty(), OptionalInt.empty()));
		later.get(1).complete(Reply.TRUE);
		assertThat(agent.frames()).containsExactly(new SubmitResponse(1, AgentStatus.ACCEPTED));
		assertThat(agent.connection.closed).isFalse();
		later.get(0).complete(Reply.TRUE);
		assertThat(agent.frames()).containsExactly(new SubmitResponse(0, AgentStatus.ACCEPTED));
		assertThat(agent.connection.closed).isTrue();
		assertThat(later).hasSize(2);
	}

	@Test
	void handsMessagesOfEthereumToTheHandlersOfTheApplication() {
		List<AgentMessage> seen = new ArrayList<>();
		MessageHandlers.Builder handlers = MessageHandlers.builder();
		AgentMiningHandlers.register(handlers, null);
		handlers.type(AgentMessage.SubmitEthereumShare.class, (session, message) -> {
			seen.add(message);
			return Reply.TRUE;
		});
		handlers.type(AgentMessage.AskNoncePrefix.class,
				(session, message) -> Reply.of(new AgentMessage.SetExtranonce(message.session(), 0x01020304)));
		TestAgent agent = this.fixture.connect(Transport.TCP, handlers.build(),
				new BtcAgents(List.of(), AgentLayout.ETHEREUM, null));
		agent.send("{\"id\":1,\"method\":\"agent.get_capabilities\",\"params\":[[\"subres\"]]}\n");
		assertThat(agent.received())
			.containsExactly("{\"id\":1,\"result\":{\"capabilities\":[\"subres\"]},\"error\":null}");
		agent.send(TestAgent.hex("7f 21 0600 0700" + "7f 02 1000 0700 0102030405060708 abcd"));
		assertThat(agent.frames()).containsExactly(new AgentMessage.SetExtranonce(7, 0x01020304),
				new SubmitResponse(0, AgentStatus.ACCEPTED));
		assertThat(seen).containsExactly(new AgentMessage.SubmitEthereumShare(7, 0x0807060504030201L, "abcd", ""));
	}

	private TestAgent agent() {
		TestAgent agent = this.fixture.start().connect().open();
		agent.send(TestAgent.register(1, "rig01"));
		return agent;
	}

}
