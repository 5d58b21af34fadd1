package io.stratum.session.btcagent;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.stratum.mining.Dialect;
import io.stratum.protocol.btcagent.AgentMessage;
import io.stratum.protocol.btcagent.AgentStatus;
import io.stratum.session.CloseReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What decides whether a client is an agent: the name in the request that opens its
 * channel, and nothing that comes later.
 */
class AgentRecognitionTests {

	private static final String SUBSCRIBE = "{\"id\":\"sub\",\"method\":\"mining.subscribe\",\"params\":[\"%s\"]}\n";

	private static final String AUTHORIZE = "{\"id\":\"auth\",\"method\":\"mining.authorize\",\"params\":[\"%s\",\"%s\"]}\n";

	private final AgentFixture fixture = new AgentFixture();

	@AfterEach
	void stop() {
		this.fixture.engine.stop();
	}

	@Test
	void keepsAMinerAMinerWhateverItCallsItselfLater() {
		TestAgent miner = this.fixture.start().connect();
		miner.send(SUBSCRIBE.formatted("cgminer/4.11.1") + AUTHORIZE.formatted("pool", ""));
		List<Object> opening = miner.received();
		miner.send(SUBSCRIBE.formatted("btccom-agent/2.0.0-mu"));
		assertThat(miner.received()).containsExactly(opening.get(0));
		assertThat(miner.session.dialect()).isEqualTo(Dialect.SV1);
		assertThat(this.fixture.dialectsLeft).isEmpty();
		assertThat(miner.session.workers()).extracting("name").containsExactly("pool");
		this.fixture.newTip();
		assertThat(miner.received()).hasSize(1);
		miner.sweep();
		this.fixture.pass(Duration.ofMinutes(11));
		miner.sweep();
		assertThat(this.fixture.closeReason).isEqualTo(CloseReason.IDLE_TIMEOUT);
	}

	@Test
	void keepsAMinerAMinerWhoseChannelIsBeingResumed() {
		TestAgent miner = this.fixture.start().connect();
		String resume = SUBSCRIBE.replace("%s\"", "cgminer/4.11.1\",\"00000000000000000000000000000000\"");
		miner.send(resume + SUBSCRIBE.formatted("oktapool-agent") + SUBSCRIBE.formatted("oktapool-agent"));
		List<Object> answers = miner.received();
		assertThat(answers).hasSize(3).allMatch(answers.get(0)::equals);
		assertThat(miner.session.dialect()).isEqualTo(Dialect.SV1);
	}

	@Test
	void keepsAnAgentAnAgentWhateverItCallsItselfLater() {
		TestAgent agent = this.fixture.start().connect();
		agent.send(SUBSCRIBE.formatted("btccom-agent/2.0.0-mu") + AUTHORIZE.formatted("pool", ""));
		List<Object> opening = agent.received();
		agent.send(TestAgent.register(1, "rig01"));
		agent.send(SUBSCRIBE.formatted("cgminer/4.11.1") + SUBSCRIBE.formatted("oktapool-agent/1"));
		assertThat(agent.received()).containsExactly(opening.get(0), opening.get(0));
		assertThat(agent.session.dialect()).isEqualTo(Dialect.BTCAGENT);
		assertThat(this.fixture.dialectsLeft).containsExactly(Dialect.SV1);
		assertThat(agent.session.workers()).extracting("name").containsExactly("pool.rig01");
	}

	@Test
	void closesOnFramesOfAMinerThatCallsItselfAnAgentLater() {
		TestAgent miner = this.fixture.start().connect();
		miner.send(SUBSCRIBE.formatted("cgminer/4.11.1") + AUTHORIZE.formatted("pool", "")
				+ SUBSCRIBE.formatted("btccom-agent/2.0.0-mu"));
		miner.received();
		miner.send(TestAgent.register(1, "rig01"));
		assertThat(this.fixture.closeReason).isEqualTo(CloseReason.PROTOCOL_ERROR);
	}

	@Test
	void closesOnFramesBetweenAuthorizationAndSubscription() {
		TestAgent agent = this.fixture.start().connect();
		agent.send(AUTHORIZE.formatted("pool", ""));
		assertThat(agent.received()).containsExactly("{\"id\":\"auth\",\"result\":true,\"error\":null}");
		agent.send(TestAgent.register(1, "rig01"));
		assertThat(this.fixture.closeReason).isEqualTo(CloseReason.PROTOCOL_ERROR);
	}

	/** The number of a job tells its work only: another job would take its place. */
	@Test
	void sendsAnAgentNoOtherJobOfTheSameWorkWhateverItAsksFor() {
		TestAgent agent = this.fixture.start().connect().open();
		agent.send(TestAgent.register(1, "rig01"));
		AgentMessage.SubmitShare share = agent.mine(1, 4, 1e9);
		agent.send("{\"id\":1,\"method\":\"mining.configure\",\"params\":[[\"minimum-difficulty\"],"
				+ "{\"minimum-difficulty.value\":1024}]}\n");
		agent.send(AUTHORIZE.formatted("pool.second", "d=512,md=2048"));
		assertThat(agent.received()).hasSize(2).noneMatch((line) -> line.toString().contains("mining.notify"));
		assertThat(agent.submit(share)).isEqualTo(AgentStatus.ACCEPTED);
	}

	@Test
	void judgesTheLinesOfAnAgentThatSubmitsByThem() {
		TestAgent agent = this.fixture.start().connect().open();
		agent.send(TestAgent.register(1, "rig01"));
		AgentMessage.SubmitShare share = agent.mine(1, 4, 1e9);
		String line = "{\"id\":1,\"method\":\"mining.submit\",\"params\":[\"pool\",\"%x\",\"%08x%08x\",\"%08x\",\"%08x\"]}\n"
			.formatted(share.job(), 1, share.extranonce2(), share.time().orElseThrow(), share.nonce());
		agent.send(line);
		assertThat(agent.received()).containsExactly("{\"id\":1,\"result\":true,\"error\":null}");
		assertThat(agent.submit(share)).isEqualTo(AgentStatus.DUPLICATE);
		assertThat(agent.session.isOpen()).isTrue();
	}

}
