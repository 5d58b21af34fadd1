package io.stratum.engine;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.stratum.NewThreads;
import io.stratum.bitcoin.Sha256d;
import io.stratum.engine.share.ShareAnswer;
import io.stratum.engine.share.Submitter;
import io.stratum.engine.work.PayoutGroup;
import io.stratum.mining.RejectReason;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.job.Work;
import io.stratum.mining.share.ShareResult;
import io.stratum.mining.share.Submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class MiningEngineTests {

	private final NewThreads threads = new NewThreads();

	private final TestMine mine = new TestMine();

	@AfterEach
	void close() {
		this.mine.close();
	}

	@Test
	void acceptsAShareAndSaysWhatItIs() {
		MiningEngine engine = this.mine.start();
		MiningChannel channel = this.mine.channel();
		LiveJob job = this.mine.issue(channel, this.mine.group("alice.rig").currentJob());
		Submission share = this.mine.share(channel, job);
		assertThat(this.mine.result(channel, job, share)).isInstanceOf(ShareResult.Accepted.class);
		assertThat(this.mine.result(channel, job, this.mine.share(channel, job)))
			.isInstanceOf(ShareResult.Accepted.class);
		assertThat(this.mine.shares).hasSize(2).allSatisfy((accepted) -> {
			assertThat(accepted.worker()).isEqualTo(TestMine.WORKER);
			assertThat(accepted.difficulty()).isEqualTo(1);
			assertThat(accepted.height()).isEqualTo(100);
			assertThat(accepted.listener()).isEqualTo("tcp");
			assertThat(accepted.block()).isFalse();
			assertThat(accepted.id()).matches("05[0-9a-f]{32}");
		});
		assertThat(this.mine.shares.get(0).id()).endsWith("0000000000000001");
		assertThat(this.mine.shares.get(1).id()).endsWith("0000000000000002");
		assertThat(engine.status().works()).isEqualTo(1);
	}

	@Test
	void answersAnAcceptedShareWhenItIsRecordedButARejectedOneAtOnce() {
		TestRecorder recorder = new TestRecorder(false);
		this.mine.recorder = recorder;
		this.mine.start();
		MiningChannel channel = this.mine.channel();
		LiveJob job = this.mine.issue(channel, this.mine.group("alice.rig").currentJob());
		CompletableFuture<ShareResult> answer = TestMine
			.future(this.mine.submit(channel, job, this.mine.share(channel, job)));
		await().until(() -> recorder.calls().size() == 1);
		assertThat(answer).isNotDone();
		Submission miss = this.mine.miner.miss(channel, job.job(), TestProofOfWork.DIFFICULTY_ONE);
		assertThat(this.mine.submit(channel, job, miss))
			.isEqualTo(new ShareAnswer.Now(new ShareResult.Rejected(RejectReason.LOW_DIFFICULTY, null)));
		recorder.succeed(0);
		await().until(answer::isDone);
		assertThat(answer.join()).isInstanceOf(ShareResult.Accepted.class);
	}

	@Test
	void paysAHeaderOnceUnderTwoIdsOfTheSameJob() {
		this.mine.start();
		MiningChannel channel = this.mine.channel();
		Job job = this.mine.group("alice.rig").currentJob();
		LiveJob first = channel.issue(1, job);
		LiveJob second = channel.issue(2, job);
		Submission share = this.mine.share(channel, first);
		assertThat(this.mine.result(channel, first, share)).isInstanceOf(ShareResult.Accepted.class);
		assertThat(this.mine.result(channel, second, share))
			.isEqualTo(new ShareResult.Rejected(RejectReason.DUPLICATE, null));
	}

	@Test
	void paysAHeaderOnceAcrossResume() {
		MiningEngine engine = this.mine.start();
		MiningChannel channel = this.mine.channel();
		String token = engine.channels().resumable(channel, () -> {
		});
		LiveJob job = this.mine.issue(channel, this.mine.group("alice.rig").currentJob());
		Submission share = this.mine.share(channel, job);
		this.mine.result(channel, job, share);
		engine.channels().close(channel);
		MiningChannel resumed = engine.channels().resume(token).toCompletableFuture().join();
		assertThat(resumed).isSameAs(channel);
		LiveJob again = resumed.job(job.id());
		assertThat(again).isEqualTo(job);
		assertThat(this.mine.result(resumed, again, share))
			.isEqualTo(new ShareResult.Rejected(RejectReason.DUPLICATE, null));
	}

	@Test
	void doesNotMakeTheSameHeaderOfASubmissionAfterARestart() {
		this.mine.start();
		MiningChannel channel = this.mine.channel();
		LiveJob job = this.mine.issue(channel, this.mine.group("alice.rig").currentJob());
		Submission share = this.mine.share(channel, job);
		try (TestMine restarted = new TestMine()) {
			restarted.start();
			MiningChannel again = restarted.channel();
			LiveJob same = restarted.issue(again, restarted.group("alice.rig").currentJob());
			assertThat(same.id()).isEqualTo(job.id());
			assertThat(same.job().previousBlock()).isEqualTo(job.job().previousBlock());
			assertThat(again.lease().prefix()).isEqualTo(channel.lease().prefix());
			assertThat(TestMiner.header(again, same.job(), share))
				.isNotEqualTo(TestMiner.header(channel, job.job(), share));
		}
	}

	@Test
	void doesNotReuseAnExtranonceBeforeItsJobsAreDead() {
		MiningEngine engine = this.mine.start();
		MiningChannel channel = this.mine.channel();
		this.mine.issue(channel, this.mine.group("alice.rig").currentJob());
		engine.channels().close(channel);
		assertThat(this.mine.channel().lease().prefix()).isNotEqualTo(channel.lease().prefix());
		MiningChannel unused = this.mine.channel();
		engine.channels().close(unused);
		assertThat(prefixes(this.mine.channel(), this.mine.channel())).doesNotContain(prefix(channel));
	}

	@Test
	void submitsABlockOnceAndCreditsItsShare() {
		this.mine.start();
		MiningChannel channel = this.mine.channel();
		LiveJob job = this.mine.issue(channel, this.mine.group("alice.rig").currentJob());
		Submission block = this.mine.miner.block(channel, job.job());
		assertThat(this.mine.result(channel, job, block)).isInstanceOf(ShareResult.Accepted.class);
		assertThat(this.mine.result(channel, job, block)).isInstanceOf(ShareResult.Rejected.class);
		await().until(() -> this.mine.submitted.size() == 1);
		assertThat(this.mine.blocks).hasSize(1);
		byte[] header = TestMiner.header(channel, job.job(), block);
		assertThat(this.mine.blocks.get(0).bytes()).startsWith(header);
		assertThat(this.mine.blocks.get(0).hash()).isEqualTo(Sha256d.hash(header));
		assertThat(this.mine.blocks.get(0).value()).isEqualTo(5_000_000_000L);
		assertThat(this.mine.shares.get(0).block()).isTrue();
	}

	@Test
	void submitsABlockOfAStaleJobOrAnUnauthorizedWorkerAllTheSame() {
		MiningEngine engine = this.mine.start();
		MiningChannel channel = this.mine.channel();
		LiveJob job = this.mine.issue(channel, this.mine.group("alice.rig").currentJob());
		Submission block = this.mine.miner.block(channel, job.job());
		ShareResult unauthorized = TestMine
			.result(engine.shares().submit(channel, job, block, TestMine.submitter(channel, "mallory", null)));
		assertThat(((ShareResult.Rejected) unauthorized).reason()).isEqualTo(RejectReason.UNAUTHORIZED);
		assertThat(this.mine.blocks).extracting("worker").containsExactly("mallory");
		this.mine.newTip();
		Submission late = this.mine.miner.block(channel, job.job());
		ShareResult stale = this.mine.result(channel, job, late);
		assertThat(((ShareResult.Rejected) stale).reason()).isEqualTo(RejectReason.STALE);
		assertThat(this.mine.blocks).hasSize(2);
		assertThat(this.mine.shares).isEmpty();
	}

	@Test
	void submitsABlockOnceBeforeItsWorkerIsKnownAndCreditsItAfterwards() {
		MiningEngine engine = this.mine.start();
		MiningChannel channel = this.mine.channel();
		LiveJob job = this.mine.issue(channel, this.mine.group("alice.rig").currentJob());
		Submission block = this.mine.miner.block(channel, job.job());
		Submitter unknown = TestMine.submitter(channel, "alice.rig", null);
		engine.shares().testBlock(channel, job, block, unknown);
		engine.shares().testBlock(channel, job, this.mine.share(channel, job), unknown);
		assertThat(this.mine.blocks).hasSize(1);
		assertThat(this.mine.rejections).isEmpty();
		assertThat(this.mine.shares).isEmpty();
		assertThat(this.mine.result(channel, job, block)).isInstanceOf(ShareResult.Accepted.class);
		assertThat(this.mine.blocks).hasSize(1);
	}

	@Test
	void isNotReadyBeforeTheFirstTemplateAndWhenWorkIsTooOld() {
		this.mine.templates.fail(new IllegalStateException("node is syncing"));
		MiningEngine engine = this.mine.engine();
		engine.start();
		await().until(() -> engine.status().templateError() != null);
		assertThat(engine.isReady()).isFalse();
		assertThat(engine.status().templateError()).contains("node is syncing");
		assertThat(this.mine.login("alice.rig")).isEqualTo(new Login.Refused("No work available", true));
		this.mine.templates.fail(null);
		await().until(engine::isReady);
		this.mine.templates.fail(new IllegalStateException("node is gone"));
		this.mine.clock.pass(Duration.ofMinutes(10));
		assertThat(engine.isReady()).isTrue();
		this.mine.clock.pass(Duration.ofMillis(1));
		assertThat(engine.isReady()).isFalse();
		assertThat(engine.status().workAge()).isEqualTo(Duration.ofMillis(600_001));
	}

	@Test
	void tellsOfNewWorkWhenTheJobsAreBuilt() {
		MiningEngine engine = this.mine.start();
		PayoutGroup group = this.mine.group("alice.rig");
		Job before = group.currentJob();
		List<Work> works = new CopyOnWriteArrayList<>();
		engine.addWorkListener((work) -> {
			assertThat(group.currentJob().work()).isSameAs(work);
			if (work.tip() > 1) {
				works.add(work);
			}
		});
		this.mine.newTip();
		await().until(() -> works.size() == 1);
		assertThat(works.get(0).startsTip()).isTrue();
		assertThat(works.get(0).tip()).isEqualTo(2);
		assertThat(group.currentJob().sequence()).isGreaterThan(before.sequence());
		assertThat(engine.status().height()).isEqualTo(101);
	}

	@Test
	void lowersTheDifficultyOfASilentMinerForEarlierJobsToo() {
		MiningEngine engine = this.mine.start();
		MiningChannel channel = engine.channels().open(TestMine.limits(1e-6));
		LiveJob first = this.mine.issue(channel, this.mine.group("alice.rig").currentJob());
		for (int i = 0; i < 16; i++) {
			this.mine.clock.pass(Duration.ofMillis(1));
			this.mine.result(channel, first, this.mine.share(channel, first));
		}
		LiveJob job = this.mine.issue(channel, engine.freshJob(first.job()));
		this.mine.clock.pass(Duration.ofSeconds(61));
		assertThat(channel.timePassed(this.mine.clock.nanoTime())).isTrue();
		assertThat(channel.hasPendingDifficulty()).isTrue();
		assertThat(channel.difficulty()).isLessThan(job.difficulty());
		assertThat(channel.job(job.id()).difficulty()).isEqualTo(channel.difficulty());
		this.mine.issue(channel, engine.freshJob(job.job()));
		assertThat(channel.hasPendingDifficulty()).isFalse();
	}

	@Test
	void remembersTheDifficultyOfAWorkerForItsNextLogin() {
		this.mine.start();
		assertThat(((Login.Accepted) this.mine.login("alice.rig")).lastDifficulty()).isZero();
		MiningChannel channel = this.mine.channel();
		LiveJob job = this.mine.issue(channel, this.mine.group("alice.rig").currentJob());
		for (int i = 0; i < 16; i++) {
			this.mine.clock.pass(Duration.ofMillis(1));
			this.mine.result(channel, job, this.mine.share(channel, job));
		}
		assertThat(channel.difficulty()).isGreaterThan(8);
		assertThat(((Login.Accepted) this.mine.login("alice.rig")).lastDifficulty()).isEqualTo(channel.difficulty());
	}

	@Test
	void remembersADifficultyThatCameDownInSilence() {
		MiningEngine engine = this.mine.start();
		MiningChannel channel = engine.channels().open(TestMine.limits(1e-6));
		this.mine.issue(channel, this.mine.group("alice.rig").currentJob());
		this.mine.clock.pass(Duration.ofSeconds(61));
		channel.timePassed(this.mine.clock.nanoTime());
		LiveJob job = this.mine.issue(channel, engine.freshJob(this.mine.group("alice.rig").currentJob()));
		assertThat(job.difficulty()).isLessThan(1);
		this.mine.result(channel, job, this.mine.share(channel, job));
		assertThat(((Login.Accepted) this.mine.login("alice.rig")).lastDifficulty()).isEqualTo(job.difficulty());
	}

	@Test
	void makesFreshJobsThatAreNotTheSameWork() {
		MiningEngine engine = this.mine.start();
		Job job = this.mine.group("alice.rig").currentJob();
		Job fresh = engine.freshJob(job);
		assertThat(fresh.work()).isSameAs(job.work());
		assertThat(fresh.sequence()).isNotEqualTo(job.sequence());
		assertThat(fresh.coinbasePrefix()).isNotEqualTo(job.coinbasePrefix());
	}

	@Test
	void canBeStoppedAndStartedAgain() {
		TestRecorder recorder = new TestRecorder(true);
		this.mine.recorder = recorder;
		MiningEngine engine = this.mine.start();
		MiningChannel channel = this.mine.channel();
		LiveJob job = this.mine.issue(channel, this.mine.group("alice.rig").currentJob());
		engine.stop();
		engine.stop();
		assertThat(engine.isReady()).isFalse();
		await().untilAsserted(() -> assertThat(this.threads.count("stratum-engine")).isZero());
		assertThat(this.mine.login("alice.rig")).isEqualTo(new Login.Refused("No work available", true));
		engine.start();
		engine.start();
		await().until(engine::isReady);
		await().until(() -> engine.currentWork().number() == 2);
		assertThat(this.mine.result(channel, job, this.mine.share(channel, job)))
			.isInstanceOf(ShareResult.Accepted.class);
		assertThat(recorder.calls()).hasSize(1);
		assertThat(engine.channels().open(TestMine.limits(1))).isNotNull();
	}

	private static List<String> prefixes(MiningChannel... channels) {
		return List.of(channels).stream().map(MiningEngineTests::prefix).toList();
	}

	private static String prefix(MiningChannel channel) {
		return HexFormat.of().formatHex(channel.lease().prefix());
	}

}
