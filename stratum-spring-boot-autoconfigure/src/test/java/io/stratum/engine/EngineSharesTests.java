package io.stratum.engine;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Sha256d;
import io.stratum.engine.share.ShareAnswer;
import io.stratum.engine.share.Submitter;
import io.stratum.mining.RejectReason;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.share.ShareResult;
import io.stratum.mining.share.Submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what a {@link MiningEngine} makes of shares and blocks.
 */
class EngineSharesTests extends MiningEngineFixture {

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
		LiveJob again = resumed.jobs().find(job.id());
		assertThat(again).isEqualTo(job);
		assertThat(this.mine.result(resumed, again, share))
			.isEqualTo(new ShareResult.Rejected(RejectReason.DUPLICATE, null));
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
		byte[] header = SubmissionFinder.header(channel, job.job(), block);
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

}
