package io.stratum.session.btcagent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.stratum.mining.Dialect;
import io.stratum.protocol.btcagent.AgentMessage;
import io.stratum.protocol.btcagent.AgentStatus;
import io.stratum.session.CloseReason;
import io.stratum.session.Transport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BtcAgents}: the dialogue that a real agent opens a connection with,
 * and how it goes on.
 */
class AgentDialogueTests {

	private static final String CAPABILITIES = "{\"id\":\"%s\",\"result\":{\"capabilities\":[\"verrol\",\"subres\"]},\"error\":null}";

	private final AgentFixture fixture = new AgentFixture();

	@AfterEach
	void stop() {
		this.fixture.engine.stop();
	}

	@Test
	void answersTheConnectionTestBeforeAnythingElse() {
		TestAgent agent = this.fixture.start().connect();
		agent.send("{\"id\":\"conn_test\",\"method\":\"agent.get_capabilities\",\"params\":[[\"verrol\"]]}\n");
		assertThat(agent.received()).containsExactly(CAPABILITIES.formatted("conn_test"));
		agent.send(TestAgent.OPENING.formatted("", ""));
		List<Object> lines = agent.received();
		assertThat(lines).hasSize(8);
		assertThat(lines.get(0)).isEqualTo(CAPABILITIES.formatted("caps"));
		assertThat(lines.get(1).toString()).startsWith("{\"id\":\"conf\",\"result\":{\"version-rolling\":true");
		assertThat(lines.get(2).toString())
			.matches("\\{\"id\":\"sub\",\"result\":\\[\\[.*],\"09[0-9a-f]{6}\",8],\"error\":null}");
		assertThat(lines.get(3)).isEqualTo("{\"id\":\"auth\",\"result\":true,\"error\":null}");
		assertThat(lines.get(4))
			.isEqualTo("{\"id\":null,\"method\":\"mining.set_version_mask\",\"params\":[\"1fffe000\"]}");
		assertThat(lines.get(5)).isEqualTo("{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[4]}");
		assertThat(lines.get(6).toString()).contains("mining.notify").endsWith(",true]}");
		assertThat(lines.get(7)).isEqualTo(CAPABILITIES.formatted("caps_again"));
		assertThat(agent.job.positional()).hasSize(9);
		assertThat(agent.jobId()).isBetween(0, 255);
		assertThat(agent.session.dialect()).isEqualTo(Dialect.BTCAGENT);
		assertThat(this.fixture.dialectsLeft).containsExactly(Dialect.SV1);
		assertThat(this.fixture.logins).extracting("workerName", "dialect")
			.containsExactly(org.assertj.core.groups.Tuple.tuple("pool", Dialect.BTCAGENT));
	}

	@Test
	void doesNotSendAVersionMaskToWhoDidNotAskForTheCapability() {
		TestAgent agent = this.fixture.start().connect();
		agent.send(TestAgent.OPENING.formatted("", "").replace("\"verrol\"", ""));
		assertThat(agent.received()).hasSize(7).noneMatch((line) -> line.toString().contains("set_version_mask"));
	}

	@Test
	void roundsTheStartDownToAPowerOfTwo() {
		this.fixture.initial = 500;
		TestAgent agent = this.fixture.start().connect();
		agent.send(TestAgent.OPENING.formatted("", ""));
		assertThat(agent.received())
			.anyMatch((line) -> line.toString().endsWith("mining.set_difficulty\",\"params\":[256]}"));
		assertThat(agent.session.difficulty()).isEqualTo(256);
	}

	@Test
	void roundsAStartBelowOneDownToAPowerOfTwo() {
		this.fixture.initial = 0.3;
		TestAgent agent = this.fixture.start().connect();
		agent.send(TestAgent.OPENING.formatted("", ""));
		assertThat(agent.received())
			.anyMatch((line) -> line.toString().endsWith("mining.set_difficulty\",\"params\":[0.25]}"));
	}

	@Test
	void takesTheStartFromThePassword() {
		TestAgent agent = this.fixture.start().connect();
		agent.send(TestAgent.OPENING.formatted("", "").replace("\"pool\",\"\"", "\"pool\",\"d=70\""));
		assertThat(agent.received())
			.anyMatch((line) -> line.toString().endsWith("mining.set_difficulty\",\"params\":[64]}"));
		agent.send("{\"id\":1,\"method\":\"mining.suggest_difficulty\",\"params\":[1024]}\n");
		assertThat(agent.received()).isEmpty();
	}

	@Test
	void understandsTheOpeningCutAnywhere() {
		// Keeps the payout, and with it the job
		this.fixture.start().connect().open();
		byte[] script = TestAgent.OPENING.formatted(",\"subres\"", "").getBytes(StandardCharsets.UTF_8);
		String expected = null;
		for (int cut = 0; cut <= script.length; cut++) {
			TestAgent agent = this.fixture.connect();
			agent.connection.read(script, 0, cut);
			agent.connection.read(script, cut, script.length);
			String sent = normal(agent);
			expected = (expected != null) ? expected : sent;
			assertThat(sent).as("cut at %d", cut).isEqualTo(expected);
			agent.connection.close();
			assertThat(agent.connection.usedMemory()).isZero();
		}
	}

	@Test
	void understandsFramesGluedWithLinesCutAnywhere() {
		this.fixture.start();
		byte[] script = glued();
		String expected = null;
		for (int cut = 0; cut <= script.length; cut++) {
			TestAgent agent = this.fixture.connect().open();
			agent.connection.read(script, 0, cut);
			agent.connection.read(script, cut, script.length);
			String sent = normal(agent);
			expected = (expected != null) ? expected : sent;
			assertThat(sent).as("cut at %d", cut).isEqualTo(expected);
			assertThat(agent.session.workers()).extracting("name").containsExactly("pool.rig02");
			agent.connection.close();
			assertThat(agent.connection.usedMemory()).isZero();
		}
		assertThat(expected).contains("\u007f\u0010\n").contains("\"x\"");
	}

	/** Bytes cut into single ones. */
	@Test
	void understandsFramesByteByByte() {
		TestAgent agent = this.fixture.start().connect().open();
		byte[] script = glued();
		for (int i = 0; i < script.length; i++) {
			agent.connection.read(script, i, i + 1);
		}
		assertThat(agent.frames()).hasSize(3);
		assertThat(agent.workers()).extracting((details) -> details.worker().name()).containsExactly("pool.rig02");
	}

	private static byte[] glued() {
		ByteArrayOutputStream script = new ByteArrayOutputStream();
		script.writeBytes(TestAgent.hex("7f 01 1b00 0100 63676d696e65722f342e31312e3100 726967303100"));
		script.writeBytes(TestAgent.encode(TestAgent.register(2, "rig02")));
		script.writeBytes(TestAgent.hex("7f 03 1300 f9 0100 0d0c0b0a 027c95b2 ed864e50"));
		script.writeBytes(
				"\r\n{\"id\":\"x\",\"method\":\"mining.ping\",\"params\":[]}\n".getBytes(StandardCharsets.UTF_8));
		script.writeBytes(TestAgent.hex("7f 13 1700 f9 0100 0d0c0b0a 027c95b2 ed864e50 0020c000"));
		script.writeBytes(TestAgent.hex("7f 02 0f00 f9 0100 0d0c0b0a 027c95b2"));
		script.writeBytes(TestAgent.hex("7f 04 0600 0100"));
		return script.toByteArray();
	}

	private static String normal(TestAgent agent) {
		String sent = new String(agent.connection.bytes(), StandardCharsets.ISO_8859_1);
		return sent.replace(agent.session.id(), "SESSION").replaceAll("\"09[0-9a-f]{6}\"", "\"ID\"");
	}

	@Test
	void switchesResponsesOnAtAnyTime() {
		TestAgent agent = this.fixture.start().connect();
		agent.send(TestAgent.OPENING.formatted("", ""));
		agent.received();
		agent.send(TestAgent.register(1, "rig01"));
		agent.send(agent.mine(1, 4, 1e9));
		assertThat(agent.received()).isEmpty();
		assertThat(this.fixture.accepted).hasSize(1);
		agent.send("{\"id\":1,\"method\":\"agent.get_capabilities\",\"params\":[[\"verrol\",\"subres\"]]}\n");
		agent.received();
		agent.send(agent.mine(1, 4, 1e9));
		assertThat(agent.frames()).containsExactly(new AgentMessage.SubmitResponse(1, AgentStatus.ACCEPTED));
	}

	@Test
	void sendsTheJobAgainBeforeTheAgentTakesTheServerForDead() {
		TestAgent agent = this.fixture.start().connect().open();
		int job = agent.jobId();
		this.fixture.pass(Duration.ofSeconds(29));
		agent.sweep();
		assertThat(agent.received()).isEmpty();
		this.fixture.pass(Duration.ofSeconds(1));
		agent.sweep();
		List<Object> again = agent.received();
		assertThat(again).hasSize(1);
		assertThat(again.get(0).toString()).contains("mining.notify").endsWith(",false]}");
		assertThat(agent.jobId()).isEqualTo(job);
		agent.sweep();
		assertThat(agent.received()).isEmpty();
	}

	@Test
	void sharesTheLineOfAJobAmongAgents() {
		TestAgent first = this.fixture.start().connect().open();
		TestAgent second = this.fixture.connect().open();
		int before = first.jobId();
		this.fixture.newTip();
		assertThat(first.received()).isEqualTo(second.received()).hasSize(1);
		assertThat(first.jobId()).isEqualTo((before + 1) & 0xff);
	}

	@Test
	void keepsAnIdleAgentForLongButNotASilentLogin() {
		TestAgent agent = this.fixture.start().connect().open();
		this.fixture.pass(Duration.ofMinutes(20));
		agent.sweep();
		assertThat(agent.session.isOpen()).isTrue();
		this.fixture.pass(Duration.ofDays(8));
		agent.sweep();
		assertThat(this.fixture.closeReason).isEqualTo(CloseReason.IDLE_TIMEOUT);
	}

	@Test
	void closesAtShutdownWithoutTellingTheAgentToReconnect() {
		TestAgent agent = this.fixture.start().connect().open();
		agent.send(TestAgent.register(1, "a"));
		agent.connection.session().close(CloseReason.SHUTDOWN);
		assertThat(agent.received()).isEmpty();
		assertThat(agent.connection.closed).isTrue();
		assertThat(agent.workers()).isEmpty();
		assertThat(agent.session.workers()).isEmpty();
	}

	@Test
	void refusesAgentsWhereTheExtranonceIsShort() {
		AgentFixture small = new AgentFixture(4, null);
		TestAgent agent = small.start().connect();
		agent.send("{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"oktapool-agent/1\"]}\n");
		assertThat(agent.received().get(0).toString()).contains("Agents need an extranonce2 of 8 bytes");
		assertThat(agent.connection.closed).isTrue();
		small.engine.stop();
	}

	@Test
	void sendsFramesAsBinaryMessagesOfAWebSocket() {
		TestAgent agent = this.fixture.start().connect(Transport.WEBSOCKET).open();
		agent.connection.binary.clear();
		agent.send(TestAgent.register(1, "a"));
		agent.connection.session().frameEnded();
		agent.send(agent.mine(1, 4, 1e9));
		agent.connection.session().frameEnded();
		assertThat(agent.frames()).hasSize(1);
		this.fixture.difficulties.get(0).current = 16;
		this.fixture.newWork();
		assertThat(agent.received()).hasSize(2);
		assertThat(agent.connection.binary).containsExactly(true, true, false);
		agent.send(TestAgent.hex("7f 04 0600"));
		agent.connection.session().frameEnded();
		assertThat(this.fixture.closeReason).isEqualTo(CloseReason.PROTOCOL_ERROR);
	}

}
