package io.stratum.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stratum.engine.share.Submitter;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Worker;
import io.stratum.mining.channel.MiningChannel;
import io.stratum.mining.job.LiveJob;
import io.stratum.mining.share.ShareResult;
import io.stratum.mining.share.Submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class CostlyHashesTests {

	/** One permit for the look that the validator has at the function. */
	private final Semaphore permits = new Semaphore(1);

	private final TestMine mine = new TestMine();

	private final ExecutorService loop = Executors.newSingleThreadExecutor();

	private MiningChannel channel;

	private LiveJob job;

	@BeforeEach
	void start() {
		this.mine.proofOfWork = new TestProofOfWork(this.permits);
		this.mine.start();
		this.channel = this.mine.channel();
		this.job = this.mine.issue(this.channel, this.mine.group("alice.rig").currentJob());
	}

	@AfterEach
	void close() {
		this.permits.release(100_000);
		this.mine.close();
		this.loop.shutdownNow();
	}

	@Test
	void judgesSharesOnTheLoopInTheOrderOfTheirSubmission() {
		List<Integer> order = new CopyOnWriteArrayList<>();
		List<CompletableFuture<ShareResult>> answers = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			int number = i;
			Submission share = this.mine.share(this.channel, this.job);
			CompletableFuture<ShareResult> answer = submit(share);
			answer.thenRun(() -> order.add(number));
			answers.add(answer);
		}
		assertThat(answers).noneMatch(CompletableFuture::isDone);
		this.permits.release(50);
		await().until(() -> order.size() == 50);
		assertThat(order).isSorted();
		assertThat(answers).allMatch((answer) -> answer.join() instanceof ShareResult.Accepted);
	}

	@Test
	void isBusyWhenTooManySharesOfAChannelWait() {
		Submission share = this.mine.share(this.channel, this.job);
		for (int i = 0; i < 16_384; i++) {
			assertThat(submit(share)).isNotDone();
		}
		assertThat(submit(share)).isCompletedWithValue(new ShareResult.Rejected(RejectReason.BUSY, null));
		this.permits.release(16_384);
		await().until(() -> this.mine.shares.size() == 1 && this.mine.rejections.size() == 16_384);
		assertThat(this.mine.rejections).contains(RejectReason.DUPLICATE);
	}

	@Test
	void hashesAShareOfAnotherChannelBeforeManyThatCameEarlier() {
		Submission share = this.mine.share(this.channel, this.job);
		List<CompletableFuture<ShareResult>> many = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			many.add(submit(share));
		}
		MiningChannel other = this.mine.channel();
		LiveJob same = this.mine.issue(other, this.job.job());
		Submission block = this.mine.miner.block(other, same.job());
		CompletableFuture<ShareResult> answer = TestMine.future(this.mine.engine()
			.shares()
			.submit(other, same, block, new Submitter("bob", TestMine.WORKER, null, other, "tcp", this.loop)));
		this.permits.release(100);
		await().until(answer::isDone);
		assertThat(this.mine.blocks).hasSize(1);
		assertThat(many).anyMatch((earlier) -> !earlier.isDone());
	}

	@Test
	void handsAChannelOverWhenItsSharesAreJudged() {
		MiningEngine engine = this.mine.engine();
		String token = engine.channels().resumable(this.channel, () -> {
		});
		CompletableFuture<ShareResult> answer = submit(this.mine.share(this.channel, this.job));
		engine.channels().close(this.channel);
		CompletableFuture<@Nullable MiningChannel> resumed = engine.channels().resume(token).toCompletableFuture();
		assertThat(resumed).isNotDone();
		this.permits.release();
		await().until(resumed::isDone);
		assertThat(resumed.join()).isSameAs(this.channel);
		assertThat(answer.join()).isInstanceOf(ShareResult.Accepted.class);
	}

	@Test
	void letsGoOfAChannelOnceThoughTasksOfItsLoopAreStillQueued() {
		Channels channels = this.mine.engine().channels();
		String token = channels.resumable(this.channel, () -> {
		});
		Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
		for (int i = 0; i < 2; i++) {
			this.mine.engine()
				.shares()
				.submit(this.channel, this.job, this.mine.share(this.channel, this.job),
						new Submitter(TestMine.WORKER.name(), TestMine.WORKER, null, this.channel, "tcp", tasks::add));
		}
		this.permits.release(2);
		await().until(() -> tasks.size() == 2);
		tasks.remove().run();
		channels.close(this.channel);
		assertThat(channels.resume(token).toCompletableFuture()).isCompletedWithValue(this.channel);
		AtomicInteger told = new AtomicInteger();
		channels.resumable(this.channel, told::incrementAndGet);
		tasks.remove().run();
		assertThat(channels.resume(token).toCompletableFuture()).isNotDone();
		assertThat(told).hasValue(1);
	}

	@Test
	void refusesAShareThatCannotBeHashedAndGoesOn() {
		CompletableFuture<ShareResult> broken = submit(this.mine.share(this.channel, this.job));
		((TestProofOfWork) this.mine.proofOfWork).failure = new NoClassDefFoundError("native library");
		this.permits.release();
		await().until(broken::isDone);
		assertThat(broken).isCompletedWithValue(new ShareResult.Rejected(RejectReason.OTHER, null));
		assertThat(this.mine.engine().status().faults()).singleElement()
			.satisfies(
					(fault) -> assertThat(fault.bean()).isEqualTo("ProofOfWork (io.stratum.engine.TestProofOfWork)"));
		((TestProofOfWork) this.mine.proofOfWork).failure = null;
		CompletableFuture<ShareResult> good = submit(this.mine.share(this.channel, this.job));
		this.permits.release();
		await().until(good::isDone);
		assertThat(good.join()).isInstanceOf(ShareResult.Accepted.class);
		assertThat(this.mine.engine().status().faults()).isEmpty();
	}

	@Test
	void testsForABlockBeforeTheWorkerIsKnown() {
		Submission block = this.mine.miner.block(this.channel, this.job.job());
		this.mine.engine().shares().testBlock(this.channel, this.job, block, submitter(null));
		this.permits.release();
		await().until(() -> this.mine.blocks.size() == 1);
		assertThat(this.mine.rejections).isEmpty();
	}

	@Test
	void judgesABlockEvenWhenTheLoopIsGone() {
		Submission block = this.mine.miner.block(this.channel, this.job.job());
		CompletableFuture<ShareResult> answer = submit(block);
		this.loop.shutdown();
		this.permits.release();
		await().until(answer::isDone);
		assertThat(this.mine.blocks).hasSize(1);
	}

	private CompletableFuture<ShareResult> submit(Submission share) {
		return TestMine
			.future(this.mine.engine().shares().submit(this.channel, this.job, share, submitter(TestMine.WORKER)));
	}

	private Submitter submitter(@Nullable Worker worker) {
		return new Submitter(TestMine.WORKER.name(), worker, null, this.channel, "tcp", this.loop);
	}

}
