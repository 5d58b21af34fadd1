package io.stratum.session.sv1;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import org.awaitility.Awaitility;

import io.stratum.ban.Bans;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.TxOutput;
import io.stratum.engine.MiningEngine;
import io.stratum.engine.runtime.EnginePolicies;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.mining.Authentication;
import io.stratum.mining.AuthenticationRequest;
import io.stratum.mining.Block;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.BlockTemplateSource;
import io.stratum.mining.MiningListener;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.PayoutRequest;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Share;
import io.stratum.mining.Worker;
import io.stratum.mining.WorkerAuthenticator;
import io.stratum.mining.pow.Sha256dProofOfWork;
import io.stratum.mining.vardiff.DifficultyLimits;
import io.stratum.mining.vardiff.RetargetingDifficultyPolicy;
import io.stratum.session.CloseReason;
import io.stratum.session.FakeLoop;
import io.stratum.session.Farewell;
import io.stratum.session.JobBroadcaster;
import io.stratum.session.MessageHandlers;
import io.stratum.session.SessionIds;
import io.stratum.session.SessionObserver;
import io.stratum.session.SessionRegistry;
import io.stratum.session.SessionSettings;
import io.stratum.session.StratumSession;
import io.stratum.session.WorkFeed;

/**
 * A mining engine with policies, clocks and templates of the test, and sessions on one
 * loop.
 */
final class MiningFixture
		implements BlockTemplateSource, WorkerAuthenticator, PayoutPolicy, MiningListener, SessionObserver {

	final FakeLoop loop = new FakeLoop();

	final SessionRegistry registry = new SessionRegistry();

	final List<AuthenticationRequest> logins = new ArrayList<>();

	final List<CompletableFuture<Authentication>> decisions = new ArrayList<>();

	final List<RejectReason> rejected = new ArrayList<>();

	final List<Share> accepted = new ArrayList<>();

	private final SessionIds ids = new SessionIds(0);

	final AtomicLong elapsed = new AtomicLong();

	final MiningEngine engine;

	boolean deferLogins;

	CloseReason closeReason;

	int skipped;

	final List<Block> blocks = new ArrayList<>();

	int nBits = 0x1d00ffff;

	double initial = 1e-6;

	double minimum = 1e-9;

	boolean variable = true;

	Duration retargetInterval = Duration.ofSeconds(90);

	volatile int requiredVersionBits;

	private volatile int height = 100;

	private final WorkFeed feed = new WorkFeed(this.loop);

	MiningFixture() {
		this(Bans.none());
	}

	MiningFixture(Bans bans) {
		EnginePolicies policies = new EnginePolicies(this, this, this, null, null, new RetargetingDifficultyPolicy(),
				new Sha256dProofOfWork(), List.of(), List.of(this), null, bans);
		this.engine = new MiningEngine(engineSettings(), policies, Runnable::run, clock(), this::nanoTime);
		this.engine.addWorkListener(new JobBroadcaster(this.registry, List.of(this.feed), this::nanoTime));
	}

	private static EngineSettings engineSettings() {
		return new EngineSettings(0, 8, 0x1fffe000, Duration.ofSeconds(30), Duration.ofMinutes(2),
				Duration.ofMinutes(10), Duration.ofSeconds(10), new EngineSettings.CoinbaseSettings("", 750),
				new EngineSettings.Acknowledgement(true, Duration.ofMillis(20), Duration.ofSeconds(5), 1000, 100),
				new EngineSettings.Resume(Duration.ofMinutes(10), 100), null);
	}

	MiningFixture start() {
		this.engine.start();
		this.feed.awaitFirst();
		return this;
	}

	TestMiner connect() {
		MessageHandlers.Builder handlers = MessageHandlers.builder();
		Sv1MiningHandlers.register(handlers, this.engine);
		Sv1SessionFactory factory = new Sv1SessionFactory(handlers.build(), this.registry, this, this.ids, clock(),
				this::nanoTime, new Farewell(null, 0, 0, null));
		return new TestMiner(this, factory);
	}

	SessionSettings settings() {
		DifficultyLimits difficulty = new DifficultyLimits(this.variable, this.initial, this.minimum, 1e12,
				Duration.ofSeconds(10), this.retargetInterval, 30, 0.3, false);
		return new SessionSettings(Duration.ofSeconds(15), Duration.ofMinutes(10), 16384, 1_000_000,
				Duration.ofSeconds(30), 32, 3, 0, Duration.ofSeconds(5), difficulty);
	}

	long nanoTime() {
		return this.elapsed.get();
	}

	void pass(Duration time) {
		this.elapsed.addAndGet(time.toNanos());
	}

	void newTip() {
		this.height++;
		newWork();
	}

	/** New work, which all sessions have when this returns. */
	void newWork() {
		this.elapsed.addAndGet(Duration.ofSeconds(31).toNanos());
		this.feed.next();
	}

	/** Runs the loop until the lines satisfy the test. */
	List<String> await(TestMiner miner, Predicate<List<String>> condition) {
		List<String> lines = new ArrayList<>();
		Awaitility.await().pollInSameThread().until(() -> {
			lines.addAll(miner.lines());
			return condition.test(lines);
		});
		return lines;
	}

	InstantSource clock() {
		return () -> Instant.ofEpochSecond(1_767_323_045).plusNanos(this.elapsed.get());
	}

	@Override
	public BlockTemplate fetch() {
		this.feed.fetching();
		byte[] previous = new byte[32];
		previous[0] = (byte) this.height;
		previous[31] = 7;
		long time = clock().instant().getEpochSecond();
		return new BlockTemplate(Hash256.ofInternal(previous), this.height, 0x20000000 | this.requiredVersionBits,
				this.requiredVersionBits, this.nBits, time, time - 3600, 5_000_000_000L, List.of(), null,
				BlockTemplate.MAX_WEIGHT, BlockTemplate.MAX_SIGOPS, clock().instant());
	}

	@Override
	public CompletionStage<?> changed(BlockTemplate current) {
		return this.feed.changed();
	}

	@Override
	public Authentication authenticate(AuthenticationRequest request) {
		throw new IllegalStateException("not called");
	}

	@Override
	public CompletionStage<Authentication> authenticate(AuthenticationRequest request, Executor blocking) {
		this.logins.add(request);
		CompletableFuture<Authentication> decision = new CompletableFuture<>();
		this.decisions.add(decision);
		if (!this.deferLogins) {
			decide(this.decisions.size() - 1);
		}
		return decision;
	}

	void decide(int login) {
		String name = this.logins.get(login).workerName();
		this.decisions.get(login)
			.complete(name.startsWith("bad") ? Authentication.refused("Who is that?")
					: Authentication.accepted(Worker.of(name)));
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
	public void blockFound(Block block) {
		this.blocks.add(block);
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
	public void jobSkipped(StratumSession session) {
		this.skipped++;
	}

}
