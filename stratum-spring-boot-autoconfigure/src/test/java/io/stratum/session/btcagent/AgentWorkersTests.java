package io.stratum.session.btcagent;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.stratum.ban.Bans;
import io.stratum.ban.TestBans;
import io.stratum.mining.Worker;
import io.stratum.mining.channel.ChannelMiner;
import io.stratum.mining.channel.SharedDifficulty;
import io.stratum.mining.job.SeenShares;
import io.stratum.mining.vardiff.DifficultyLimits;
import io.stratum.mining.vardiff.RetargetingDifficultyPolicy;
import io.stratum.protocol.btcagent.AgentMessage;
import io.stratum.protocol.btcagent.AgentStatus;
import io.stratum.session.SessionSettings.AgentLimits;
import io.stratum.session.CloseReason;
import io.stratum.session.sv1.Sv1Session;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AgentWorkers} and {@link AgentPeer}: miners that come and leave, and
 * bytes that are no messages.
 */
class AgentWorkersTests {

	private static final int WORKERS = 0xffff;

	private final AgentFixture fixture = new AgentFixture();

	@AfterEach
	void stop() {
		this.fixture.engine.stop();
	}

	@Test
	void filtersAndCutsNames() {
		TestAgent agent = this.fixture.start().connect().open();
		agent.send(TestAgent.register(1, "rig 01\u00e9,=/.-_:|^$"), TestAgent.register(2, ""),
				TestAgent.register(3, "\u0001=,"), TestAgent.register(4, "x".repeat(5000)),
				new AgentMessage.RegisterWorker(5, "y".repeat(9000), "z"));
		assertThat(agent.workers()).extracting((details) -> details.worker().name())
			.containsExactly("pool.rig01/.-_:|^", "pool.__default__", "pool.__default__", "pool." + "x".repeat(64),
					"pool.z");
		assertThat(agent.received()).isEmpty();
	}

	@Test
	void keepsTheOldWorkerOfADuplicateRegister() {
		TestAgent agent = this.fixture.start().connect().open();
		agent.send(TestAgent.register(1, "old"));
		agent.submit(agent.mine(1, 4, 1e9));
		agent.send(TestAgent.register(1, "new"));
		assertThat(agent.workers()).singleElement().satisfies((details) -> {
			assertThat(details.worker().name()).isEqualTo("pool.old");
			assertThat(details.accepted()).isEqualTo(1);
		});
		agent.send(new AgentMessage.UnregisterWorker(1), new AgentMessage.UnregisterWorker(1),
				TestAgent.register(1, "new"));
		assertThat(agent.workers()).singleElement()
			.satisfies((details) -> assertThat(details.worker().name()).isEqualTo("pool.new"));
	}

	@Test
	void takesAllMinersThatTheProtocolHasAndNoMore() {
		TestAgent agent = this.fixture.start().connect().open();
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (int session = 0; session <= WORKERS; session++) {
			all.writeBytes(TestAgent.encode(new AgentMessage.RegisterWorker(session, "", "r" + session)));
		}
		agent.send(all.toByteArray());
		assertThat(agent.workers()).hasSize(WORKERS);
		assertThat(agent.session.workerCount()).isEqualTo(WORKERS);
		assertThat(agent.session.workers()).hasSize(WORKERS);
		assertThat(agent.session.workerDetails(WORKERS - 2, 5)).extracting((details) -> details.worker().name())
			.containsExactly("pool.r65533", "pool.r65534");
		assertThat(this.fixture.handled).contains("agent.register_worker error");
		assertThat(agent.submit(agent.mine(WORKERS - 1, 4, 1e9))).isEqualTo(AgentStatus.ACCEPTED);
		assertThat(agent.submit(agent.mine(WORKERS, 4, 1e9))).isEqualTo(AgentStatus.UNAUTHORIZED);
		this.fixture.difficulties.forEach((difficulty) -> difficulty.current = 32);
		this.fixture.newWork();
		List<AgentMessage> frames = agent.frames();
		assertThat(frames).hasSize(3)
			.allSatisfy((frame) -> assertThat(((AgentMessage.SetDifficulty) frame).exponent()).isEqualTo(5));
		assertThat(frames).extracting((frame) -> ((AgentMessage.SetDifficulty) frame).sessions().size())
			.containsExactly(32764, 32764, 7);
		List<Integer> told = new ArrayList<>();
		frames.forEach((frame) -> told.addAll(((AgentMessage.SetDifficulty) frame).sessions()));
		assertThat(told).hasSize(WORKERS).doesNotHaveDuplicates();
		agent.connection.close();
		assertThat(agent.workers()).isEmpty();
		assertThat(agent.connection.usedMemory()).isZero();
	}

	@Test
	void takesNoMoreMinersThanConfigured() {
		this.fixture.limits = new AgentLimits(Duration.ofDays(1), 100, 2, 10);
		TestAgent agent = this.fixture.start().connect().open();
		agent.send(TestAgent.register(1, "a"), TestAgent.register(2, "b"), TestAgent.register(3, "c"));
		assertThat(agent.session.workers()).extracting(Worker::name).containsExactly("pool.a", "pool.b");
		assertThat(agent.submit(agent.mine(3, 4, 1e9))).isEqualTo(AgentStatus.UNAUTHORIZED);
		agent.send(new AgentMessage.UnregisterWorker(1), TestAgent.register(3, "c"));
		assertThat(agent.session.workers()).extracting(Worker::name).containsExactly("pool.b", "pool.c");
		agent.send(TestAgent.register(4, "x".repeat(100)));
		assertThat(this.fixture.closeReason).isEqualTo(CloseReason.PROTOCOL_ERROR);
	}

	@Test
	void remembersMoreSharesOfMoreWorkers() {
		TestAgent agent = this.fixture.start().connect().open();
		for (int session = 0; session < 100; session++) {
			agent.send(TestAgent.register(session, "r"));
		}
		this.fixture.newWork();
		SeenShares seen = ((Sv1Session) agent.session).mining().channel().lease().seenShares();
		byte[] hash = new byte[32];
		for (int i = 0; !seen.isFull(); i++) {
			ByteBuffer.wrap(hash).putInt(i);
			seen.add(hash, 1);
		}
		assertThat(seen.size()).isEqualTo((1 << 20) + 100 * 128);
	}

	@Test
	void closesOnFramesBeforeAnyJson() {
		TestAgent agent = this.fixture.start().connect();
		agent.send(TestAgent.register(1, "a"));
		assertThat(agent.connection.closed).isTrue();
		assertThat(this.fixture.closeReason).isEqualTo(CloseReason.FOREIGN_PROTOCOL);
	}

	@Test
	void closesOnFramesBeforeAuthorization() {
		TestAgent agent = this.fixture.start().connect();
		agent.send("{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"btccom-agent/1\"]}\n");
		agent.send(TestAgent.register(1, "a"));
		assertThat(agent.connection.closed).isTrue();
		assertThat(this.fixture.closeReason).isEqualTo(CloseReason.PROTOCOL_ERROR);
	}

	@Test
	void closesOnFramesAfterARefusedAuthorization() {
		TestAgent agent = this.fixture.start().connect();
		agent.send(TestAgent.OPENING.formatted("", "").replace("\"pool\"", "\"bad\""));
		assertThat(agent.received()).hasSize(5);
		agent.send(TestAgent.register(1, "a"));
		assertThat(this.fixture.closeReason).isEqualTo(CloseReason.PROTOCOL_ERROR);
	}

	@Test
	void closesOnFramesOfAMinerThatIsNoAgent() {
		TestAgent agent = this.fixture.start().connect();
		agent.send(TestAgent.OPENING.formatted("", "").replace("btccom-agent", "cgminer"));
		agent.received();
		agent.send(TestAgent.register(1, "a"));
		assertThat(this.fixture.closeReason).isEqualTo(CloseReason.PROTOCOL_ERROR);
		assertThat(this.fixture.malformed).isEqualTo(1);
	}

	@Test
	void closesOnLengthsThatCannotBe() {
		this.fixture.start();
		for (String frame : List.of("7f010000", "7f010300", "7f020100ffffffff")) {
			TestAgent agent = this.fixture.connect().open();
			agent.send(TestAgent.hex(frame));
			assertThat(agent.connection.closed).as(frame).isTrue();
			assertThat(this.fixture.closeReason).isEqualTo(CloseReason.PROTOCOL_ERROR);
			assertThat(agent.connection.usedMemory()).isZero();
		}
	}

	@Test
	void ignoresFramesThatCannotBeRead() {
		TestAgent agent = this.fixture.start().connect().open();
		agent.send(TestAgent.hex("7f 66 0400" + "7f 01 0800 0100 6161" + "7f 01 0700 0100 00" + "7f 04 0700 0100 00"
				+ "7f 01 0b00 0100 00 61 00 62 00" + "7f 05 0700 00 0100" + "7f 10 0a00 000000000000"));
		agent.send(TestAgent.register(1, "a"));
		assertThat(agent.workers()).hasSize(1);
		assertThat(this.fixture.malformed).isEqualTo(6);
		assertThat(agent.received()).isEmpty();
	}

	@Test
	void waitsForATruncatedFrame() {
		TestAgent agent = this.fixture.start().connect().open();
		agent.send(TestAgent.hex("7f 01 ffff 0100"));
		agent.send("{\"id\":1}\n");
		assertThat(agent.received()).isEmpty();
		assertThat(agent.session.isOpen()).isTrue();
		agent.connection.close();
		assertThat(agent.connection.usedMemory()).isZero();
	}

	@Test
	void survivesJunk() {
		this.fixture.start();
		java.util.Random random = new java.util.Random(7);
		for (int round = 0; round < 500; round++) {
			TestAgent agent = this.fixture.connect().open();
			byte[] junk = new byte[random.nextInt(200)];
			random.nextBytes(junk);
			for (int i = 0; i < junk.length && agent.session.isOpen(); i++) {
				if (random.nextInt(20) == 0) {
					agent.send(TestAgent.register(round, "a"));
				}
				agent.connection.read(junk, i, i + 1);
			}
			agent.received();
			agent.connection.close();
			assertThat(agent.connection.usedMemory()).isZero();
		}
	}

	/** The measure is for the eye; the bound is generous. */
	@Test
	void needsLittleMemoryForAnIdleWorker() {
		DifficultyLimits limits = new DifficultyLimits(true, 4, 1, 1e12, Duration.ofSeconds(10), Duration.ofSeconds(60),
				30, 0.3, true);
		SharedDifficulty shared = new SharedDifficulty(4, 1, AgentFixture.DIFFICULTY_ONE);
		RetargetingDifficultyPolicy policy = new RetargetingDifficultyPolicy();
		Worker account = Worker.of("pool");
		Bans bans = new TestBans().create();
		InetAddress address = InetAddress.getLoopbackAddress();
		long before = used();
		AgentWorkers workers = new AgentWorkers();
		for (int session = 0; session < WORKERS; session++) {
			workers.put(new AgentWorker(session,
					bans.open(new Worker(WorkerNames.of(account, "rig" + session), "pool"), address),
					new ChannelMiner(shared, policy.start(limits, 0))));
		}
		long bytes = (used() - before) / WORKERS;
		System.Logger logger = System.getLogger(AgentWorkersTests.class.getName());
		logger.log(System.Logger.Level.INFO, "Heap of an idle worker: " + bytes + " bytes");
		assertThat(bytes).isLessThan(700);
		assertThat(workers.size()).isEqualTo(WORKERS);
	}

	private static long used() {
		Runtime runtime = Runtime.getRuntime();
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 3; i++) {
			System.gc();
			least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
		}
		return least;
	}

}
