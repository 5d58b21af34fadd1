package io.stratum.session.sv1;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import org.awaitility.Awaitility;

import io.stratum.ban.Bans;
import io.stratum.engine.InlineThreads;
import io.stratum.engine.MiningEngine;
import io.stratum.engine.runtime.EnginePolicies;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.engine.runtime.Listeners;
import io.stratum.mining.Authentication;
import io.stratum.mining.AuthenticationRequest;
import io.stratum.mining.WorkerAuthenticator;
import io.stratum.mining.pow.Sha256dProofOfWork;
import io.stratum.mining.vardiff.DifficultyLimits;
import io.stratum.mining.vardiff.RetargetingDifficultyPolicy;
import io.stratum.session.ReconnectNotice;
import io.stratum.session.JobBroadcaster;
import io.stratum.session.MessageHandlers;
import io.stratum.session.MiningBench;
import io.stratum.session.SessionIds;
import io.stratum.session.SessionSettings;

/**
 * A mining engine with policies, clocks and templates of the test, and sessions on one
 * loop.
 */
final class MiningFixture extends MiningBench implements WorkerAuthenticator {

	final List<CompletableFuture<Authentication>> decisions = new ArrayList<>();

	private final SessionIds ids = new SessionIds(0);

	final MiningEngine engine;

	final InlineThreads threads = new InlineThreads();

	double initial = 1e-6;

	double minimum = 1e-9;

	boolean variable = true;

	Duration retargetInterval = Duration.ofSeconds(90);

	MiningFixture() {
		this(Bans.none());
	}

	MiningFixture(Bans bans) {
		EnginePolicies policies = new EnginePolicies(this, this, this, null, null, new RetargetingDifficultyPolicy(),
				new Sha256dProofOfWork(), List.of(), new Listeners(List.of(this)), null, bans, null);
		this.engine = new MiningEngine(engineSettings(), policies, this.threads, clock(), this::nanoTime);
		this.engine.addWorkListener(new JobBroadcaster(this.registry, this.feed, this::nanoTime));
	}

	private static EngineSettings engineSettings() {
		return new EngineSettings(0, 8, 0x1fffe000, Duration.ofHours(1), Duration.ofSeconds(30), Duration.ofMinutes(2),
				Duration.ofMinutes(10), new EngineSettings.Calls(Duration.ofSeconds(10), 16, Duration.ofSeconds(30)),
				new EngineSettings.CoinbaseSettings("", 750),
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
				this::nanoTime, new ReconnectNotice(null, 0, 0, null));
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

	/** Runs the loop until the lines satisfy the test. */
	List<String> await(TestMiner miner, Predicate<List<String>> condition) {
		List<String> lines = new ArrayList<>();
		Awaitility.await().pollInSameThread().until(() -> {
			lines.addAll(miner.lines());
			return condition.test(lines);
		});
		return lines;
	}

	@Override
	public Authentication authenticate(AuthenticationRequest request) throws Exception {
		CompletableFuture<Authentication> decision = new CompletableFuture<>();
		this.logins.add(request);
		this.decisions.add(decision);
		if (!this.threads.deferring) {
			return decide(request);
		}
		return this.threads.await(decision);
	}

	void decide(int login) {
		decide(login, decide(this.logins.get(login)));
	}

	/** Decides on a login that was deferred; the loop has the outcome then. */
	void decide(int login, Authentication outcome) {
		this.threads.complete(this.decisions.get(login), outcome);
	}

}
