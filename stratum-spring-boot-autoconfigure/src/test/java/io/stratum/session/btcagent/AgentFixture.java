package io.stratum.session.btcagent;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.stratum.ban.Bans;
import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;
import io.stratum.engine.InlineThreads;
import io.stratum.engine.MiningEngine;
import io.stratum.engine.runtime.EnginePolicies;
import io.stratum.engine.runtime.EngineSettings.Acknowledgement;
import io.stratum.engine.runtime.EngineSettings.Calls;
import io.stratum.engine.runtime.EngineSettings.CoinbaseSettings;
import io.stratum.engine.runtime.EngineSettings.Resume;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.engine.runtime.Listeners;
import io.stratum.mining.Authentication;
import io.stratum.mining.AuthenticationRequest;
import io.stratum.mining.Dialect;
import io.stratum.mining.ProofOfWork;
import io.stratum.mining.ShareRecorder;
import io.stratum.mining.vardiff.ChannelDifficulty;
import io.stratum.mining.vardiff.DifficultyLimits;
import io.stratum.protocol.btcagent.AgentLayout;
import io.stratum.session.FakeConnection;
import io.stratum.session.JobBroadcaster;
import io.stratum.session.MessageHandlers;
import io.stratum.session.MiningBench;
import io.stratum.session.ReconnectNotice;
import io.stratum.session.SessionIds;
import io.stratum.session.SessionSettings.AgentLimits;
import io.stratum.session.SessionSettings;
import io.stratum.session.StratumSession;
import io.stratum.session.Transport;
import io.stratum.session.sv1.Sv1MiningHandlers;
import io.stratum.session.sv1.Sv1SessionFactory;

/**
 * A real engine, whose difficulty 1 takes 16 hashes, and agents on one loop. Workers get
 * the difficulty that the test wants.
 */
final class AgentFixture extends MiningBench {

	final List<Dialect> dialectsLeft = new ArrayList<>();

	static final Target DIFFICULTY_ONE = Target.of(BigInteger.ONE.shiftLeft(252));

	final List<TestDifficulty> difficulties = new ArrayList<>();

	private final SessionIds ids = new SessionIds(9);

	final MiningEngine engine;

	double initial = 4;

	AgentLimits limits = AgentLimits.USUAL;

	AgentLayout layout = AgentLayout.BITCOIN;

	Consumer<MessageHandlers.Builder> customHandlers = (handlers) -> {
	};

	AgentFixture() {
		this(8, null);
	}

	AgentFixture(int extranonce2Size, ShareRecorder recorder) {
		this(extranonce2Size, recorder, Bans.none());
	}

	AgentFixture(int extranonce2Size, ShareRecorder recorder, Bans bans) {
		EnginePolicies policies = new EnginePolicies(this, this::authenticate, this, null, recorder, this::start,
				new EasyProofOfWork(), List.of(), new Listeners(List.of(this)), null, bans, null);
		this.engine = new MiningEngine(new EngineSettings(9, extranonce2Size, 0x1fffe000, Duration.ofHours(1),
				Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(30),
				new Calls(Duration.ofSeconds(5), 16, Duration.ofSeconds(30)), new CoinbaseSettings("/stratum/", 750),
				new Acknowledgement(true, Duration.ofMillis(1), Duration.ofSeconds(5), 10_000, 500),
				new Resume(Duration.ofMinutes(10), 1000), null), policies, new InlineThreads(), clock(),
				this.elapsed::get);
		this.engine.addWorkListener(new JobBroadcaster(this.registry, this.feed, this.elapsed::get));
	}

	AgentFixture start() {
		this.engine.start();
		this.feed.awaitFirst();
		return this;
	}

	TestAgent connect() {
		return connect(Transport.TCP);
	}

	TestAgent connect(Transport transport) {
		MessageHandlers.Builder handlers = MessageHandlers.builder();
		Sv1MiningHandlers.register(handlers, this.engine);
		AgentMiningHandlers.register(handlers, this.engine);
		this.customHandlers.accept(handlers);
		return connect(transport, handlers.build(), new BtcAgents(BtcAgents.KNOWN_AGENTS, this.layout, this.engine));
	}

	TestAgent connect(Transport transport, MessageHandlers handlers, BtcAgents agents) {
		Sv1SessionFactory factory = new Sv1SessionFactory(handlers, this.registry, this, this.ids, clock(),
				this.elapsed::get, new ReconnectNotice("other.example", 3333, 1, "Bye"))
			.withAgents(agents);
		FakeConnection connection = new FakeConnection(this.loop, transport);
		connection.attach(factory.create(connection, settings()));
		return new TestAgent(this, connection);
	}

	private SessionSettings settings() {
		DifficultyLimits difficulty = new DifficultyLimits(true, this.initial, 1e-3, 1e19, Duration.ofSeconds(10),
				Duration.ofSeconds(60), 30, 0.3, false);
		return new SessionSettings(Duration.ofSeconds(15), Duration.ofMinutes(10), 16384, 1_000_000,
				Duration.ofSeconds(30), 32, 3, 0, Duration.ofSeconds(5), difficulty, this.limits);
	}

	private ChannelDifficulty start(DifficultyLimits limits, long nowNanos) {
		TestDifficulty created = new TestDifficulty(limits.initial());
		this.difficulties.add(created);
		return created;
	}

	private Authentication authenticate(AuthenticationRequest request) {
		this.logins.add(request);
		return decide(request);
	}

	@Override
	public void dialectChanged(StratumSession session, Dialect before) {
		this.dialectsLeft.add(before);
	}

	/**
	 * A difficulty that the test sets.
	 */
	static final class TestDifficulty implements ChannelDifficulty {

		double current;

		double credited;

		TestDifficulty(double initial) {
			this.current = initial;
		}

		@Override
		public double current() {
			return this.current;
		}

		@Override
		public boolean shareAccepted(double difficulty, long nowNanos) {
			this.credited += difficulty;
			return true;
		}

		@Override
		public boolean timePassed(long nowNanos) {
			return false;
		}

		@Override
		public boolean suggest(double difficulty, long nowNanos) {
			return false;
		}

	}

	private record EasyProofOfWork() implements ProofOfWork {

		@Override
		public void hash(byte[] header, byte[] hash) {
			System.arraycopy(Sha256d.hash(header).toInternal(), 0, hash, 0, hash.length);
		}

		@Override
		public Target difficultyOne() {
			return DIFFICULTY_ONE;
		}

	}

}
