package io.stratum.session.btcagent;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.stratum.ban.Bans;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;
import io.stratum.bitcoin.TxOutput;
import io.stratum.engine.MiningEngine;
import io.stratum.engine.runtime.EnginePolicies;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.engine.runtime.EngineSettings.Acknowledgement;
import io.stratum.engine.runtime.EngineSettings.CoinbaseSettings;
import io.stratum.engine.runtime.EngineSettings.Resume;
import io.stratum.mining.Authentication;
import io.stratum.mining.AuthenticationRequest;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.BlockTemplateSource;
import io.stratum.mining.MiningListener;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.PayoutRequest;
import io.stratum.mining.ProofOfWork;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Share;
import io.stratum.mining.ShareRecorder;
import io.stratum.mining.Worker;
import io.stratum.mining.vardiff.ChannelDifficulty;
import io.stratum.mining.vardiff.DifficultyLimits;
import io.stratum.protocol.btcagent.AgentLayout;
import io.stratum.session.CloseReason;
import io.stratum.session.Dialect;
import io.stratum.session.FakeConnection;
import io.stratum.session.FakeLoop;
import io.stratum.session.Farewell;
import io.stratum.session.JobBroadcaster;
import io.stratum.session.MessageHandlers;
import io.stratum.session.SessionIds;
import io.stratum.session.SessionObserver;
import io.stratum.session.SessionRegistry;
import io.stratum.session.SessionSettings;
import io.stratum.session.SessionSettings.AgentLimits;
import io.stratum.session.StratumSession;
import io.stratum.session.Transport;
import io.stratum.session.WorkFeed;
import io.stratum.session.sv1.Sv1MiningHandlers;
import io.stratum.session.sv1.Sv1SessionFactory;

/**
 * A real engine, whose difficulty 1 takes 16 hashes, and agents on one loop. Workers get
 * the difficulty that the test wants.
 */
final class AgentFixture implements BlockTemplateSource, PayoutPolicy, MiningListener, SessionObserver {

	final List<Dialect> dialectsLeft = new ArrayList<>();

	@Override
	public void dialectChanged(StratumSession session, Dialect before) {
		this.dialectsLeft.add(before);
	}

	static final Target DIFFICULTY_ONE = Target.of(BigInteger.ONE.shiftLeft(252));

	final FakeLoop loop = new FakeLoop();

	final SessionRegistry registry = new SessionRegistry();

	final List<AuthenticationRequest> logins = new ArrayList<>();

	final List<Share> accepted = new ArrayList<>();

	final List<RejectReason> rejected = new ArrayList<>();

	final List<String> handled = new ArrayList<>();

	final List<TestDifficulty> difficulties = new ArrayList<>();

	final AtomicLong elapsed = new AtomicLong();

	private final SessionIds ids = new SessionIds(9);

	final MiningEngine engine;

	CloseReason closeReason;

	int malformed;

	double initial = 4;

	AgentLimits limits = AgentLimits.USUAL;

	AgentLayout layout = AgentLayout.BITCOIN;

	Consumer<MessageHandlers.Builder> customHandlers = (handlers) -> {
	};

	private volatile int height = 100;

	private final WorkFeed feed = new WorkFeed(this.loop);

	AgentFixture() {
		this(8, null);
	}

	AgentFixture(int extranonce2Size, ShareRecorder recorder) {
		this(extranonce2Size, recorder, Bans.none());
	}

	AgentFixture(int extranonce2Size, ShareRecorder recorder, Bans bans) {
		EnginePolicies policies = new EnginePolicies(this, this::authenticate, this, null, recorder, this::start,
				new EasyProofOfWork(), List.of(), List.of(this), null, bans);
		this.engine = new MiningEngine(
				new EngineSettings(9, extranonce2Size, 0x1fffe000, Duration.ofSeconds(30), Duration.ofMinutes(5),
						Duration.ofMinutes(30), Duration.ofSeconds(5), new CoinbaseSettings("/stratum/", 750),
						new Acknowledgement(true, Duration.ofMillis(1), Duration.ofSeconds(5), 10_000, 500),
						new Resume(Duration.ofMinutes(10), 1000), null),
				policies, Runnable::run, clock(), this.elapsed::get);
		this.engine.addWorkListener(new JobBroadcaster(this.registry, List.of(this.feed), this.elapsed::get));
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
				this.elapsed::get, new Farewell("other.example", 3333, 1, "Bye"))
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

	void pass(Duration time) {
		this.elapsed.addAndGet(time.toNanos());
	}

	/** New work on the same tip, of which all sessions hear. */
	void newWork() {
		newWork(false);
	}

	void newTip() {
		newWork(true);
	}

	private void newWork(boolean tip) {
		if (tip) {
			this.height++;
		}
		this.elapsed.addAndGet(Duration.ofSeconds(31).toNanos());
		this.feed.next();
	}

	private ChannelDifficulty start(DifficultyLimits limits, long nowNanos) {
		TestDifficulty created = new TestDifficulty(limits.initial());
		this.difficulties.add(created);
		return created;
	}

	InstantSource clock() {
		return () -> Instant.ofEpochSecond(1_767_323_045).plusNanos(this.elapsed.get());
	}

	private Authentication authenticate(AuthenticationRequest request) {
		this.logins.add(request);
		return request.workerName().startsWith("bad") ? Authentication.refused("Who is that?")
				: Authentication.accepted(Worker.of(request.workerName()));
	}

	@Override
	public BlockTemplate fetch() {
		this.feed.fetching();
		byte[] previous = new byte[32];
		previous[0] = (byte) this.height;
		long time = clock().instant().getEpochSecond();
		return new BlockTemplate(Hash256.ofInternal(previous), this.height, 0x20000000, 0, 0x1d00ffff, time,
				time - 3600, 5_000_000_000L, List.of(), null, BlockTemplate.MAX_WEIGHT, BlockTemplate.MAX_SIGOPS,
				clock().instant());
	}

	@Override
	public CompletionStage<?> changed(BlockTemplate current) {
		return this.feed.changed();
	}

	@Override
	public String payout(Worker worker) {
		return worker.account();
	}

	@Override
	public List<TxOutput> outputs(PayoutRequest request) {
		return List.of(new TxOutput(request.value(), request.payout().getBytes()));
	}

	@Override
	public void shareAccepted(Share share) {
		this.accepted.add(share);
	}

	@Override
	public void shareRejected(String worker, RejectReason reason) {
		this.rejected.add(reason);
	}

	@Override
	public void closed(StratumSession session, CloseReason reason) {
		this.closeReason = reason;
	}

	@Override
	public void malformed(StratumSession session) {
		this.malformed++;
	}

	@Override
	public void requestHandled(StratumSession session, String method, String outcome) {
		this.handled.add(method + " " + outcome);
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
