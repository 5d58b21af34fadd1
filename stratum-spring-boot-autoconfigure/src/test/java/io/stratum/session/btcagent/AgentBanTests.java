package io.stratum.session.btcagent;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.stratum.ban.Bans;
import io.stratum.ban.TestBans;
import io.stratum.mining.RejectReason;
import io.stratum.mining.ban.BanSubject;
import io.stratum.protocol.btcagent.AgentMessage;
import io.stratum.protocol.btcagent.AgentStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for bans of the miners behind an agent.
 */
class AgentBanTests {

	private final TestBans config = new TestBans();

	private final Bans bans = this.config.create();

	private final AgentFixture fixture = new AgentFixture(8, null, this.bans);

	@AfterEach
	void stop() {
		this.fixture.engine.stop();
	}

	@Test
	void bansAMinerAndSparesItsNeighbours() {
		TestAgent agent = agent();
		for (int i = 0; i < TestBans.CHECK_SHARES; i++) {
			assertThat(agent.submit(agent.mine(1, 0.01, 4))).isEqualTo(AgentStatus.LOW_DIFFICULTY);
		}
		assertThat(agent.submit(agent.mine(1, 4, 1e9))).isEqualTo(AgentStatus.BANNED);
		assertThat(agent.submit(agent.mine(2, 4, 1e9))).isEqualTo(AgentStatus.ACCEPTED);
		agent.sweep();
		assertThat(this.fixture.closeReason).isNull();
		assertThat(this.fixture.accepted).extracting((share) -> share.worker().name()).containsExactly("pool.rig02");
		assertThat(this.fixture.rejected).endsWith(RejectReason.BANNED);
		assertThat(this.bans.page(0, 10)).singleElement()
			.satisfies((ban) -> assertThat(ban.subject().text()).isEqualTo("worker@127.0.0.1 pool.rig01"));
	}

	@Test
	void letsAMinerGoOnWhenItsBanEnds() {
		TestAgent agent = agent();
		this.bans.add(new BanSubject.Worker("pool.rig01"), Duration.ofMinutes(1), "");
		assertThat(agent.submit(agent.mine(1, 4, 1e9))).isEqualTo(AgentStatus.BANNED);
		this.config.advance(Duration.ofMinutes(1));
		assertThat(agent.submit(agent.mine(1, 4, 1e9))).isEqualTo(AgentStatus.ACCEPTED);
	}

	@Test
	void knowsAMinerThatRegistersAnew() {
		TestAgent agent = agent();
		this.bans.add(new BanSubject.Worker("pool.rig01"), null, "");
		agent.send(new AgentMessage.UnregisterWorker(1), TestAgent.register(7, "rig01"));
		assertThat(agent.submit(agent.mine(7, 4, 1e9))).isEqualTo(AgentStatus.BANNED);
	}

	@Test
	void countsTheMinersThatAreThere() {
		TestAgent agent = agent();
		for (int session = 3; session < 10; session++) {
			agent.send(TestAgent.register(session, "rig" + session));
		}
		for (int session = 1; session < 10; session++) {
			assertThat(agent.submit(agent.mine(session, 4, 1e9))).isEqualTo(AgentStatus.ACCEPTED);
		}
		InetAddress address = agent.connection.remoteAddress().getAddress();
		for (int i = 0; i < 8; i++) {
			this.bans.malformed(address);
		}
		assertThat(this.bans.admits(address)).isTrue();
		for (int session = 1; session < 10; session++) {
			agent.send(new AgentMessage.UnregisterWorker(session), new AgentMessage.UnregisterWorker(session));
		}
		this.bans.malformed(address);
		assertThat(this.bans.admits(address)).isFalse();
	}

	private TestAgent agent() {
		TestAgent agent = this.fixture.start().connect();
		agent.connection.remoteAddress = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
		agent.open();
		agent.send(TestAgent.register(1, "rig01"), TestAgent.register(2, "rig02"));
		return agent;
	}

}
