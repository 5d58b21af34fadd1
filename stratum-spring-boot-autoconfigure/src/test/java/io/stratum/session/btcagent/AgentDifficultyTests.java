package io.stratum.session.btcagent;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.stratum.protocol.btcagent.AgentMessage;
import io.stratum.protocol.btcagent.AgentMessage.SetDifficulty;
import io.stratum.protocol.btcagent.AgentStatus;
import io.stratum.protocol.sv1.StratumRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AgentJobs}: how difficulties of miners change, and what their shares
 * are credited with meanwhile.
 */
class AgentDifficultyTests {

	private final AgentFixture fixture = new AgentFixture();

	@AfterEach
	void stop() {
		this.fixture.engine.stop();
	}

	@Test
	void judgesTheJobThatARaiseCameWithByTheOldDifficulty() {
		TestAgent agent = agent(1);
		StratumRequest before = agent.job;
		want(0, 16);
		assertThat(newWork(agent)).containsExactly(new SetDifficulty(4, List.of(1)));
		StratumRequest with = agent.job;
		assertThat(agent.submit(agent.mine(1, 4, 16))).isEqualTo(AgentStatus.ACCEPTED);
		assertThat(agent.submit(agent.mine(1, 16, 1e9))).isEqualTo(AgentStatus.ACCEPTED);
		assertThat(agent.submit(agent.mine(1, 1, 4))).isEqualTo(AgentStatus.LOW_DIFFICULTY);
		assertThat(newWork(agent)).isEmpty();
		assertThat(agent.submit(agent.mine(1, 4, 16))).isEqualTo(AgentStatus.LOW_DIFFICULTY);
		assertThat(agent.submit(agent.mine(1, 16, 1e9))).isEqualTo(AgentStatus.ACCEPTED);
		assertThat(agent.submit(agent.mine(1, 4, 16, with, 0))).isEqualTo(AgentStatus.ACCEPTED);
		assertThat(agent.submit(agent.mine(1, 4, 16, before, 0))).isEqualTo(AgentStatus.ACCEPTED);
		assertThat(this.fixture.accepted).extracting("difficulty").containsExactly(4.0, 4.0, 16.0, 4.0, 4.0);
		assertThat(agent.workers().get(0).difficulty()).isEqualTo(16);
	}

	@Test
	void judgesEarlierJobsByALowerDifficultyToo() {
		TestAgent agent = agent(1);
		StratumRequest first = agent.job;
		want(0, 16);
		newWork(agent);
		newWork(agent);
		StratumRequest raised = agent.job;
		want(0, 1.9);
		assertThat(newWork(agent)).containsExactly(new SetDifficulty(0, List.of(1)));
		for (StratumRequest job : List.of(first, raised, agent.job)) {
			assertThat(agent.submit(agent.mine(1, 1, 4, job, 0))).isEqualTo(AgentStatus.ACCEPTED);
		}
		assertThat(this.fixture.accepted).extracting("difficulty").containsOnly(1.0);
	}

	@Test
	void lowersEarlierJobsOnlyToWhatTheyHadIfThatIsLess() {
		TestAgent agent = agent(1);
		StratumRequest first = agent.job;
		want(0, 64);
		newWork(agent);
		newWork(agent);
		StratumRequest raised = agent.job;
		want(0, 8);
		newWork(agent);
		assertThat(agent.submit(agent.mine(1, 4, 8, first, 0))).isEqualTo(AgentStatus.ACCEPTED);
		assertThat(agent.submit(agent.mine(1, 8, 64, raised, 0))).isEqualTo(AgentStatus.ACCEPTED);
		assertThat(agent.submit(agent.mine(1, 4, 8, raised, 0))).isEqualTo(AgentStatus.LOW_DIFFICULTY);
		assertThat(this.fixture.accepted).extracting("difficulty").containsExactly(4.0, 8.0);
	}

	@Test
	void sendsOneFramePerExponentBeforeTheJob() {
		TestAgent agent = agent(1, 2, 3, 0x1234);
		want(0, 17);
		want(1, 33);
		want(3, 16);
		this.fixture.newWork();
		List<Object> received = agent.received();
		assertThat(received).hasSize(3);
		assertThat(received.subList(0, 2)).containsExactly(new SetDifficulty(4, List.of(1, 0x1234)),
				new SetDifficulty(5, List.of(2)));
		assertThat(received.get(2).toString()).contains("mining.notify");
		want(0, 31);
		assertThat(newWork(agent)).isEmpty();
	}

	@Test
	void raisesAWorkerBelowOneToOneAndNeverLowersItAgain() {
		this.fixture.initial = 0.7;
		TestAgent agent = agent(1);
		want(0, 0.9);
		assertThat(newWork(agent)).isEmpty();
		want(0, 0.1);
		assertThat(newWork(agent)).isEmpty();
		assertThat(agent.submit(agent.mine(1, 0.5, 1e9))).isEqualTo(AgentStatus.ACCEPTED);
		assertThat(this.fixture.accepted.get(0).difficulty()).isEqualTo(0.5);
		want(0, 1);
		assertThat(newWork(agent)).containsExactly(new SetDifficulty(0, List.of(1)));
		want(0, 2.5);
		assertThat(newWork(agent)).containsExactly(new SetDifficulty(1, List.of(1)));
		want(0, 0.1);
		assertThat(newWork(agent)).containsExactly(new SetDifficulty(0, List.of(1)));
		assertThat(newWork(agent)).isEmpty();
		assertThat(agent.workers().get(0).difficulty()).isEqualTo(1);
	}

	@Test
	void tellsAReturningWorkerItsLastDifficultyRightAfterRegister() {
		TestAgent agent = agent(1);
		want(0, 16);
		newWork(agent);
		agent.submit(agent.mine(1, 16, 1e9));
		TestAgent other = this.fixture.connect().open();
		other.send(TestAgent.register(1, "rig1"), TestAgent.register(2, "rig2"));
		assertThat(other.frames()).containsExactly(new SetDifficulty(4, List.of(1)));
		assertThat(other.submit(other.mine(1, 4, 16))).isEqualTo(AgentStatus.ACCEPTED);
		assertThat(this.fixture.accepted.get(1).difficulty()).isEqualTo(4);
		newWork(other);
		assertThat(other.submit(other.mine(1, 4, 16))).isEqualTo(AgentStatus.LOW_DIFFICULTY);
		other.send(new AgentMessage.UnregisterWorker(1), TestAgent.register(1, "rig1"),
				new AgentMessage.UnregisterWorker(1), TestAgent.register(1, "rig3"));
		assertThat(other.frames()).isEmpty();
	}

	@Test
	void tellsWorkersThatHadToWaitToBeRead() {
		TestAgent agent = agent(1);
		want(0, 16);
		newWork(agent);
		agent.submit(agent.mine(1, 16, 1e9));
		TestAgent other = this.fixture.connect().open();
		other.connection.writable = false;
		other.send(TestAgent.register(1, "rig1"));
		assertThat(other.workers()).isEmpty();
		other.connection.writable(true);
		assertThat(other.workers()).hasSize(1);
		assertThat(other.frames()).containsExactly(new SetDifficulty(4, List.of(1)));
	}

	@Test
	void staysInsideTheNetworkDifficultyAndTheExponents() {
		TestAgent agent = agent(1);
		want(0, 1e18);
		// 2^252 to the target of 1d00ffff, rounded down
		assertThat(newWork(agent)).containsExactly(new SetDifficulty(28, List.of(1)));
	}

	private TestAgent agent(int... sessions) {
		TestAgent agent = this.fixture.start().connect().open();
		for (int session : sessions) {
			agent.send(TestAgent.register(session, "rig" + session));
		}
		return agent;
	}

	private void want(int worker, double difficulty) {
		this.fixture.difficulties.get(worker).current = difficulty;
	}

	private List<AgentMessage> newWork(TestAgent agent) {
		this.fixture.newWork();
		return agent.frames();
	}

}
