package io.stratum.session.sv2;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import io.stratum.ban.Bans;
import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;
import io.stratum.engine.InlineThreads;
import io.stratum.engine.MiningEngine;
import io.stratum.engine.runtime.EnginePolicies;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.engine.runtime.EngineSettings.Acknowledgement;
import io.stratum.engine.runtime.EngineSettings.Calls;
import io.stratum.engine.runtime.EngineSettings.CoinbaseSettings;
import io.stratum.engine.runtime.EngineSettings.Resume;
import io.stratum.engine.runtime.Listeners;
import io.stratum.mining.Authentication;
import io.stratum.mining.AuthenticationRequest;
import io.stratum.mining.Block;
import io.stratum.mining.BlockOutcome;
import io.stratum.mining.CustomJobPolicy;
import io.stratum.mining.ProofOfWork;
import io.stratum.mining.ShareRecorder;
import io.stratum.mining.WorkerAuthenticator;
import io.stratum.mining.vardiff.DifficultyLimits;
import io.stratum.mining.vardiff.RetargetingDifficultyPolicy;
import io.stratum.session.ReconnectNotice;
import io.stratum.session.JobBroadcaster;
import io.stratum.session.MessageHandlers;
import io.stratum.session.MiningBench;
import io.stratum.session.SessionIds;
import io.stratum.session.SessionSettings;

/**
 * A mining engine with policies, clocks and templates of the test, whose hash rate of
 * difficulty 1 is 16 hashes, and sessions on one loop.
 */
final class Sv2Mine extends MiningBench implements AutoCloseable, WorkerAuthenticator, ProofOfWork {

	static final Target DIFFICULTY_ONE = Target.of(BigInteger.ONE.shiftLeft(252).subtract(BigInteger.ONE));

	final List<Runnable> decisions = new ArrayList<>();

	final List<Block> submitted = Collections.synchronizedList(new ArrayList<>());

	final MessageHandlers.Builder handlers = MessageHandlers.builder();

	final SessionIds ids = new SessionIds(7);

	MiningEngine engine;

	final InlineThreads threads = new InlineThreads();

	ShareRecorder recorder;

	CustomJobPolicy customJobs;

	Bans bans = Bans.none();

	boolean variable = true;

	double initial = 1;

	double maximum = 1e6;

	int versionMask = 0x1fffe000;

	int coinbaseSize = 750;

	int maxPending = 32;

	int maxChannels = 3;

	Duration acknowledgeTimeout = Duration.ofSeconds(5);

	ReconnectNotice notice;

	private int rolled;

	Sv2Mine() {
		// A target of 2^-12: one hash in 4096 is a block, of difficulty 256
		this.nBits = 0x1f0fffff;
	}

	Sv2Mine start() {
		EngineSettings settings = new EngineSettings(5, 8, this.versionMask, Duration.ofHours(1),
				Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10),
				new Calls(Duration.ofSeconds(10), 16, Duration.ofSeconds(30)),
				new CoinbaseSettings("/t/", this.coinbaseSize),
				new Acknowledgement(true, Duration.ofMillis(1), this.acknowledgeTimeout, 1000, 100),
				new Resume(Duration.ofMinutes(10), 10), null);
		EnginePolicies policies = new EnginePolicies(this, this, this, null, this.recorder,
				new RetargetingDifficultyPolicy(), this, List.of((block) -> {
					this.submitted.add(block);
					return BlockOutcome.ACCEPTED;
				}), new Listeners(List.of(this)), this.customJobs, this.bans, null);
		this.engine = new MiningEngine(settings, policies, this.threads, clock(), this.elapsed::get);
		this.engine.addWorkListener(new JobBroadcaster(this.registry, this.feed, this.elapsed::get));
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
				this.elapsed::get, this.notice);
		Sv2Client client = new Sv2Client(this.loop);
		client.session = (Sv2Session) factory.create(client, settings());
		client.attach(client.session);
		return client;
	}

	SessionSettings settings() {
		DifficultyLimits difficulty = new DifficultyLimits(this.variable, this.initial, 1, this.maximum,
				Duration.ofSeconds(10), Duration.ofSeconds(90), 30, 0.3, false);
		return new SessionSettings(Duration.ofSeconds(15), Duration.ofMinutes(10), 16384, 100_000,
				Duration.ofSeconds(30), this.maxPending, 3, 0, Duration.ofSeconds(5), difficulty);
	}

	void pass(Sv2Client client, Duration time) {
		this.elapsed.addAndGet(time.toNanos());
		client.session.sweep(this.elapsed.get());
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
	public Authentication authenticate(AuthenticationRequest request) throws Exception {
		this.logins.add(request);
		String name = request.workerName();
		if (name.startsWith("broken")) {
			throw new IllegalStateException("the database is gone");
		}
		Authentication outcome = decide(request);
		if (!this.threads.deferring) {
			return outcome;
		}
		CompletableFuture<Authentication> decision = new CompletableFuture<>();
		this.decisions.add(() -> this.threads.complete(decision, outcome));
		return this.threads.await(decision);
	}

	@Override
	public void hash(byte[] header, byte[] hash) {
		System.arraycopy(Sha256d.hash(header).toInternal(), 0, hash, 0, hash.length);
	}

	@Override
	public Target difficultyOne() {
		return DIFFICULTY_ONE;
	}

}
