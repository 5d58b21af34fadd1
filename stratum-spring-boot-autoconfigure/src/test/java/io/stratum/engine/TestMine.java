package io.stratum.engine;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.stratum.ban.Bans;
import io.stratum.engine.runtime.EnginePolicies;
import io.stratum.engine.runtime.EngineSettings.Acknowledgement;
import io.stratum.engine.runtime.EngineSettings.Calls;
import io.stratum.engine.runtime.EngineSettings.CoinbaseSettings;
import io.stratum.engine.runtime.EngineSettings.Resume;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.engine.runtime.Listeners;
import io.stratum.engine.share.ShareAnswer;
import io.stratum.engine.share.Submitter;
import io.stratum.engine.work.PayoutGroup;
import io.stratum.mining.Authentication;
import io.stratum.mining.AuthenticationRequest;
import io.stratum.mining.Block;
import io.stratum.mining.BlockOutcome;
import io.stratum.mining.CustomJobPolicy;
import io.stratum.mining.Dialect;
import io.stratum.mining.MiningListener;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.ProofOfWork;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Share;
import io.stratum.mining.ShareRecorder;
import io.stratum.mining.Worker;
import io.stratum.mining.WorkerAuthenticator;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.share.ShareResult;
import io.stratum.mining.share.Submission;
import io.stratum.mining.vardiff.DifficultyLimits;
import io.stratum.mining.vardiff.DifficultyPolicy;
import io.stratum.mining.vardiff.RetargetingDifficultyPolicy;

import static org.awaitility.Awaitility.await;

/**
 * An engine with policies that a test controls.
 */
final class TestMine implements AutoCloseable, MiningListener {

	static final Worker WORKER = Worker.of("alice.rig");

	final TestClock clock = new TestClock();

	final TestTemplates templates = new TestTemplates(this.clock);

	final TestPayout payout = new TestPayout();

	final SubmissionFinder miner = new SubmissionFinder();

	final List<Block> blocks = Collections.synchronizedList(new ArrayList<>());

	final List<Share> shares = Collections.synchronizedList(new ArrayList<>());

	final List<RejectReason> rejections = Collections.synchronizedList(new ArrayList<>());

	final List<Block> submitted = Collections.synchronizedList(new ArrayList<>());

	@Nullable PayoutPolicy fallback;

	@Nullable ShareRecorder recorder;

	@Nullable CustomJobPolicy customJobs;

	/** Takes the place of {@link #payout} if it is not null. */
	@Nullable PayoutPolicy mockedPayout;

	DifficultyPolicy difficulty = new RetargetingDifficultyPolicy();

	ProofOfWork proofOfWork = new TestProofOfWork(null);

	WorkerAuthenticator authenticator = (request) -> Authentication.accepted(Worker.of(request.workerName()));

	Duration jobInterval = Duration.ofSeconds(30);

	Duration pollInterval = Duration.ofHours(1);

	int policyThreads = 16;

	Duration loginWait = Duration.ofSeconds(30);

	Duration policyTimeout = Duration.ofSeconds(10);

	int maxKept = 100;

	Bans bans = Bans.none();

	private @Nullable MiningEngine engine;

	MiningEngine engine() {
		MiningEngine existing = this.engine;
		if (existing != null) {
			return existing;
		}
		EngineSettings settings = new EngineSettings(5, 8, 0x1fffe000, this.pollInterval, this.jobInterval,
				Duration.ofMinutes(2), Duration.ofMinutes(10),
				new Calls(this.policyTimeout, this.policyThreads, this.loginWait), new CoinbaseSettings("/t/", 500),
				new Acknowledgement(true, Duration.ofMillis(5), Duration.ofSeconds(5), 1000, 100),
				new Resume(Duration.ofMinutes(10), this.maxKept), null);
		EnginePolicies policies = new EnginePolicies(this.templates, this.authenticator,
				(this.mockedPayout != null) ? this.mockedPayout : this.payout, this.fallback, this.recorder,
				this.difficulty, this.proofOfWork, List.of((block) -> {
					this.submitted.add(block);
					return BlockOutcome.ACCEPTED;
				}), new Listeners(List.of(this)), this.customJobs, this.bans, null);
		MiningEngine created = new MiningEngine(settings, policies, Thread::new, this.clock, this.clock::nanoTime);
		this.engine = created;
		return created;
	}

	MiningEngine start() {
		engine().start();
		await().until(engine()::isReady);
		return engine();
	}

	@Override
	public void close() {
		engine().stop();
	}

	Login login(String name) {
		return engine().login(request(name)).toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
	}

	PayoutGroup group(String name) {
		return ((Login.Accepted) login(name)).group();
	}

	MiningChannel channel() {
		return Objects.requireNonNull(engine().channels().open(limits(1)));
	}

	LiveJob issue(MiningChannel channel, Job job) {
		return channel.issue(job.sequence(), job);
	}

	Submission share(MiningChannel channel, LiveJob job) {
		return this.miner.share(channel, job.job(), TestProofOfWork.DIFFICULTY_ONE);
	}

	ShareAnswer submit(MiningChannel channel, LiveJob job, Submission submission) {
		return engine().shares()
			.submit(channel, Objects.requireNonNull(channel.jobs().find(job.id())), submission,
					submitter(channel, WORKER.name(), WORKER));
	}

	static Submitter submitter(MiningChannel channel, String name, @Nullable Worker worker) {
		return new Submitter(name, worker, null, channel, "tcp", Runnable::run);
	}

	ShareResult result(MiningChannel channel, LiveJob job, Submission submission) {
		return result(submit(channel, job, submission));
	}

	void newTip() {
		long tip = Objects.requireNonNull(engine().currentWork()).tip();
		this.templates.newTip();
		await().until(() -> Objects.requireNonNull(engine().currentWork()).tip() == tip + 1);
	}

	static ShareResult result(ShareAnswer answer) {
		return future(answer).orTimeout(10, TimeUnit.SECONDS).join();
	}

	static CompletableFuture<ShareResult> future(ShareAnswer answer) {
		if (answer instanceof ShareAnswer.Later later) {
			return later.result().toCompletableFuture();
		}
		return CompletableFuture.completedFuture(((ShareAnswer.Now) answer).result());
	}

	static AuthenticationRequest request(String name) {
		return new AuthenticationRequest(name, "x", "test/1", new InetSocketAddress("127.0.0.1", 1), "tcp",
				Dialect.SV1);
	}

	static DifficultyLimits limits(double minimum) {
		return new DifficultyLimits(true, 1, minimum, 1e6, Duration.ofSeconds(10), Duration.ofSeconds(60), 16, 0.2,
				false);
	}

	@Override
	public void shareAccepted(Share share) {
		this.shares.add(share);
	}

	@Override
	public void shareRejected(String worker, RejectReason reason) {
		this.rejections.add(reason);
	}

	@Override
	public void blockFound(Block block) {
		this.blocks.add(block);
	}

}
