package io.stratum.session.sv2;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import io.stratum.ban.Bans;
import io.stratum.bitcoin.BlockHeader;
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
import io.stratum.mining.Block;
import io.stratum.mining.BlockOutcome;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.BlockTemplateSource;
import io.stratum.mining.CustomJobPolicy;
import io.stratum.mining.MiningListener;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.PayoutRequest;
import io.stratum.mining.ProofOfWork;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Share;
import io.stratum.mining.ShareRecorder;
import io.stratum.mining.Worker;
import io.stratum.mining.WorkerAuthenticator;
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
 * A mining engine with policies, clocks and templates of the test, whose hash rate of
 * difficulty 1 is 16 hashes, and sessions on one loop.
 */
final class Sv2Mine implements AutoCloseable, BlockTemplateSource, WorkerAuthenticator, PayoutPolicy, ProofOfWork,
		MiningListener, SessionObserver {

	static final Target DIFFICULTY_ONE = Target.of(BigInteger.ONE.shiftLeft(252).subtract(BigInteger.ONE));

	final FakeLoop loop = new FakeLoop();

	final SessionRegistry registry = new SessionRegistry();

	final AtomicLong elapsed = new AtomicLong();

	final List<AuthenticationRequest> logins = new ArrayList<>();

	final List<Runnable> decisions = new ArrayList<>();

	final List<RejectReason> rejected = new ArrayList<>();

	final List<Share> shares = new ArrayList<>();

	final List<Block> submitted = Collections.synchronizedList(new ArrayList<>());

	final List<String> handled = new ArrayList<>();

	final MessageHandlers.Builder handlers = MessageHandlers.builder();

	final SessionIds ids = new SessionIds(7);

	MiningEngine engine;

	ShareRecorder recorder;

	CustomJobPolicy customJobs;

	Bans bans = Bans.none();

	boolean deferLogins;

	boolean variable = true;

	double maximum = 1e6;

	int versionMask = 0x1fffe000;

	int coinbaseSize = 750;

	int maxPending = 32;

	int maxChannels = 3;

	int skipped;

	int malformed;

	Farewell farewell;

	CloseReason reason;

	/** A target of 2^-12: one hash in 4096 is a block, of difficulty 256. */
	volatile int nBits = 0x1f0fffff;

	volatile int requiredVersionBits;

	private volatile int height = 100;

	private final WorkFeed feed = new WorkFeed(this.loop);

	private int rolled;

	Sv2Mine start() {
		EngineSettings settings = new EngineSettings(5, 8, this.versionMask, Duration.ofSeconds(30),
				Duration.ofMinutes(2), Duration.ofMinutes(10), Duration.ofSeconds(10),
				new CoinbaseSettings("/t/", this.coinbaseSize),
				new Acknowledgement(true, Duration.ofMillis(1), Duration.ofSeconds(5), 1000, 100),
				new Resume(Duration.ofMinutes(10), 10), null);
		EnginePolicies policies = new EnginePolicies(this, this, this, null, this.recorder,
				new RetargetingDifficultyPolicy(), this, List.of((block) -> {
					this.submitted.add(block);
					return BlockOutcome.ACCEPTED;
				}), List.of(this), this.customJobs, this.bans);
		this.engine = new MiningEngine(settings, policies, Runnable::run, clock(), this.elapsed::get);
		this.engine.addWorkListener(new JobBroadcaster(this.registry, List.of(this.feed), this.elapsed::get));
		this.engine.start();
		this.feed.awaitFirst();
		return this;
	}

	Sv2Client connect() {
		MessageHandlers.Builder table = MessageHandlers.builder();
		if (this.engine != null) {
			Sv2MiningHandlers.register(this.handlers, this.engine,
					new Sv2Settings(3, Duration.ofSeconds(2), this.maxChannels));
			table = this.handlers;
		}
		return connect(table.build());
	}

	Sv2Client connect(MessageHandlers table) {
		Sv2SessionFactory factory = new Sv2SessionFactory(table, this.registry, this, this.ids, clock(),
				this.elapsed::get, this.farewell);
		Sv2Client client = new Sv2Client(this.loop);
		client.session = (Sv2Session) factory.create(client, settings());
		client.attach(client.session);
		return client;
	}

	SessionSettings settings() {
		DifficultyLimits difficulty = new DifficultyLimits(this.variable, 1, 1, this.maximum, Duration.ofSeconds(10),
				Duration.ofSeconds(90), 30, 0.3, false);
		return new SessionSettings(Duration.ofSeconds(15), Duration.ofMinutes(10), 16384, 100_000,
				Duration.ofSeconds(30), this.maxPending, 3, 0, Duration.ofSeconds(5), difficulty);
	}

	InstantSource clock() {
		return () -> Instant.ofEpochSecond(1_767_323_045).plusNanos(this.elapsed.get());
	}

	void pass(Sv2Client client, Duration time) {
		this.elapsed.addAndGet(time.toNanos());
		client.session.sweep(this.elapsed.get());
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

	/** A header whose hash is wanted. */
	static byte[] search(Predicate<byte[]> wanted, byte[] root, int version, Hash256 previous, int time, int nBits) {
		return search(wanted, root, version, previous, time, nBits, 0);
	}

	static byte[] search(Predicate<byte[]> wanted, byte[] root, int version, Hash256 previous, int time, int nBits,
			int start) {
		for (int nonce = start;; nonce++) {
			byte[] header = new BlockHeader(version, previous, Hash256.ofInternal(root), time, nBits, nonce).toBytes();
			if (wanted.test(Sha256d.hash(header).toInternal())) {
				return header;
			}
		}
	}

	byte[] nextExtranonce() {
		return ByteBuffer.allocate(8).putInt(4, ++this.rolled).array();
	}

	@Override
	public void close() {
		this.engine.stop();
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
		String name = request.workerName();
		if (name.startsWith("broken")) {
			return CompletableFuture.failedFuture(new IllegalStateException("the database is gone"));
		}
		Runnable decide = () -> decision.complete(name.startsWith("bad") ? Authentication.refused("Who is that?")
				: Authentication.accepted(Worker.of(name)));
		if (this.deferLogins) {
			this.decisions.add(decide);
		}
		else {
			decide.run();
		}
		return decision;
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
	public void hash(byte[] header, byte[] hash) {
		System.arraycopy(Sha256d.hash(header).toInternal(), 0, hash, 0, hash.length);
	}

	@Override
	public Target difficultyOne() {
		return DIFFICULTY_ONE;
	}

	@Override
	public void shareAccepted(Share share) {
		this.shares.add(share);
	}

	@Override
	public void shareRejected(String worker, RejectReason cause) {
		this.rejected.add(cause);
	}

	@Override
	public void closed(StratumSession session, CloseReason cause) {
		this.reason = cause;
	}

	@Override
	public void jobSkipped(StratumSession session) {
		this.skipped++;
	}

	@Override
	public void malformed(StratumSession session) {
		this.malformed++;
	}

	@Override
	public void requestHandled(StratumSession session, String method, String outcome) {
		this.handled.add(method + " " + outcome);
	}

}
