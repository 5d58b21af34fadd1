package io.stratum.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;

import io.stratum.engine.Login.Refused;
import io.stratum.engine.work.PayoutGroup;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.job.Work;
import io.stratum.mining.share.ShareResult;
import io.stratum.mining.share.Submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link MiningEngine}: its work, channels and difficulties, and its life.
 */
class MiningEngineTests extends MiningEngineFixture {

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
			assertThat(SubmissionFinder.header(again, same.job(), share))
				.isNotEqualTo(SubmissionFinder.header(channel, job.job(), share));
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
	void isNotReadyBeforeTheFirstTemplateAndWhenWorkIsTooOld() {
		this.mine.templates.fail(new IllegalStateException("node is syncing"));
		MiningEngine engine = this.mine.engine();
		engine.start();
		await().until(() -> !engine.status().faults().isEmpty());
		assertThat(engine.isReady()).isFalse();
		assertThat(engine.status().faults()).singleElement().satisfies((fault) -> {
			assertThat(fault.bean()).isEqualTo("BlockTemplateSource (io.stratum.engine.TestTemplates)");
			assertThat(fault.text()).contains("node is syncing");
		});
		assertThat(this.mine.login("alice.rig")).isEqualTo(new Refused("No work available", Refused.Cause.TEMPORARY));
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
		assertThat(channel.jobs().find(job.id()).difficulty()).isEqualTo(channel.difficulty());
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
		assertThat(this.mine.login("alice.rig")).isEqualTo(new Refused("No work available", Refused.Cause.TEMPORARY));
		engine.start();
		engine.start();
		await().until(engine::isReady);
		await().until(() -> engine.currentWork().number() == 2);
		assertThat(this.mine.result(channel, job, this.mine.share(channel, job)))
			.isInstanceOf(ShareResult.Accepted.class);
		assertThat(recorder.calls()).hasSize(1);
		assertThat(engine.channels().open(TestMine.limits(1))).isNotNull();
	}

}
