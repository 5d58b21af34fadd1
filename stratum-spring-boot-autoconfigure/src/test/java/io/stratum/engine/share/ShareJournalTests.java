package io.stratum.engine.share;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Hash256;
import io.stratum.engine.TestClock;
import io.stratum.engine.TestRecorder;
import io.stratum.engine.TestSettings;
import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.engine.runtime.EngineSettings.Acknowledgement;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Share;
import io.stratum.mining.ShareRecorder;
import io.stratum.mining.Worker;
import io.stratum.mining.share.ShareResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ShareJournalTests {

	private static final ShareResult.Accepted VERDICT = new ShareResult.Accepted(1, Hash256.ZERO, null);

	private final TestClock clock = new TestClock();

	private final TestRecorder recorder = new TestRecorder(false);

	private final EngineRuntime runtime = new EngineRuntime(Runnable::run, this.clock, this.clock::nanoTime);

	private final List<Share> unconfirmed = new ArrayList<>();

	private ShareJournal journal = journal(true, this.recorder, 1000, 1000);

	@BeforeEach
	void start() {
		this.runtime.start();
		this.journal.start();
	}

	@AfterEach
	void stop() {
		this.recorder.automatic();
		this.journal.stop(Duration.ofSeconds(1));
		this.runtime.stop();
	}

	@Test
	void answersOnlyAfterTheRecorderTookTheShare() {
		CompletableFuture<ShareResult> answer = append("1");
		awaitCalls(1);
		assertThat(answer).isNotDone();
		this.recorder.succeed(0);
		await().until(answer::isDone);
		assertThat(answer).isCompletedWithValue(VERDICT);
		assertThat(this.journal.pending()).isZero();
	}

	@Test
	void recordsOneBatchAtATimeAndInOrder() {
		append("1");
		awaitCalls(1);
		append("2");
		CompletableFuture<ShareResult> third = append("3");
		this.recorder.succeed(0);
		awaitCalls(2);
		assertThat(this.recorder.ids(0)).containsExactly("1");
		assertThat(this.recorder.ids(1)).containsExactly("2", "3");
		assertThat(third).isNotDone();
		this.recorder.succeed(1);
		await().until(third::isDone);
	}

	@Test
	void givesAFailedBatchAgainWithTheSameIds() {
		CompletableFuture<ShareResult> answer = append("1");
		awaitCalls(1);
		append("2");
		this.recorder.fail(0);
		awaitCalls(2);
		assertThat(answer).isNotDone();
		this.recorder.fail(1);
		awaitCalls(3);
		assertThat(this.recorder.ids(1)).containsExactly("1");
		assertThat(this.recorder.ids(2)).containsExactly("1");
		this.recorder.succeed(2);
		await().until(answer::isDone);
		assertThat(answer).isCompletedWithValue(VERDICT);
		awaitCalls(4);
		assertThat(this.recorder.ids(3)).containsExactly("2");
	}

	@Test
	void answersUnconfirmedAfterTheTimeoutAndRecordsTheShareOnceLater() {
		CompletableFuture<ShareResult> answer = append("1");
		awaitCalls(1);
		this.clock.pass(Duration.ofSeconds(5));
		await().until(answer::isDone);
		assertThat(answer.join()).isEqualTo(new ShareResult.Rejected(RejectReason.UNCONFIRMED, null));
		assertThat(this.journal.unconfirmed()).isEqualTo(1);
		assertThat(this.unconfirmed).extracting(Share::boot).containsExactly("1");
		assertThat(this.journal.pending()).isEqualTo(1);
		this.recorder.succeed(0);
		await().until(() -> this.journal.pending() == 0);
		assertThat(this.recorder.calls()).hasSize(1);
		assertThat(answer.join()).isInstanceOf(ShareResult.Rejected.class);
	}

	@Test
	void answersUnconfirmedAtOnceWhenTheBufferIsFull() {
		this.journal = journal(true, this.recorder, 2, 1000);
		this.journal.start();
		append("1");
		append("2");
		assertThat(this.journal.append(share("3"), VERDICT))
			.isEqualTo(new ShareAnswer.Now(new ShareResult.Rejected(RejectReason.UNCONFIRMED, null)));
		assertThat(this.journal.pending()).isEqualTo(2);
		assertThat(this.journal.unconfirmed()).isEqualTo(1);
		this.recorder.automatic();
		await().until(() -> this.journal.pending() == 0);
		CompletableFuture<ShareResult> fourth = append("4");
		await().until(fourth::isDone);
		assertThat(fourth).isCompletedWithValue(VERDICT);
	}

	@Test
	void limitsTheSizeOfABatch() {
		this.journal = journal(true, this.recorder, 1000, 3);
		this.journal.start();
		append("0");
		awaitCalls(1);
		for (int i = 1; i < 8; i++) {
			append("" + i);
		}
		this.recorder.automatic();
		await().until(() -> this.journal.pending() == 0);
		assertThat(this.recorder.calls()).extracting(List::size).containsExactly(1, 3, 3, 1);
	}

	@Test
	void leavesNothingBehindFullBatches() {
		this.journal = journal(true, this.recorder, 1000, 3);
		this.journal.start();
		append("0");
		awaitCalls(1);
		for (int i = 1; i < 8; i++) {
			append("" + i);
		}
		// Whatever was to wake the journal has done so when this is complete
		CompletableFuture<Void> later = new CompletableFuture<>();
		this.runtime.after(Duration.ofMillis(20), () -> later.complete(null));
		later.join();
		this.recorder.automatic();
		await().until(() -> this.journal.pending() == 0);
	}

	@Test
	void answersAtOnceWhenOnlyTheCheckCounts() {
		this.journal = journal(false, this.recorder, 1000, 1000);
		this.journal.start();
		assertThat(this.journal.append(share("1"), VERDICT)).isEqualTo(new ShareAnswer.Now(VERDICT));
		awaitCalls(1);
		this.recorder.fail(0);
		awaitCalls(2);
		assertThat(this.recorder.ids(1)).containsExactly("1");
	}

	@Test
	void triesAgainWhenTheRecorderThrows() {
		ShareRecorder throwing = (shares) -> {
			throw new IllegalStateException("no");
		};
		this.journal = journal(true, throwing, 1000, 1000);
		this.journal.start();
		CompletableFuture<ShareResult> answer = append("1");
		this.clock.pass(Duration.ofSeconds(5));
		await().until(answer::isDone);
		assertThat(this.journal.pending()).isEqualTo(1);
		this.journal.stop(Duration.ofMillis(10));
		assertThat(this.journal.pending()).isEqualTo(1);
	}

	@Test
	void recordsWhatWaitsAtTheStop() {
		CompletableFuture<ShareResult> answer = append("1");
		this.recorder.automatic();
		this.journal.stop(Duration.ofSeconds(5));
		assertThat(answer).isCompletedWithValue(VERDICT);
		assertThat(this.journal.pending()).isZero();
	}

	@Test
	void triesAgainAtTheStopInsteadOfWaiting() {
		append("1");
		for (int i = 0; i < 5; i++) {
			awaitCalls(i + 1);
			this.recorder.fail(i);
		}
		this.recorder.automatic();
		this.journal.stop(Duration.ofSeconds(1));
		assertThat(this.journal.pending()).isZero();
	}

	@Test
	void keepsWhatCannotBeRecordedAtTheStopForTheNextStart() {
		CompletableFuture<ShareResult> answer = append("1");
		awaitCalls(1);
		this.journal.stop(Duration.ofMillis(10));
		this.runtime.stop();
		this.journal.stopped();
		assertThat(answer.join()).isInstanceOf(ShareResult.Rejected.class);
		CompletableFuture<ShareResult> late = append("2");
		assertThat(late.join()).isInstanceOf(ShareResult.Rejected.class);
		this.recorder.automatic();
		this.runtime.start();
		this.journal.start();
		await().until(() -> this.journal.pending() == 0);
		assertThat(this.recorder.ids(1)).containsExactly("1");
		assertThat(this.recorder.ids(2)).containsExactly("2");
	}

	@Test
	void recordsWhatComesWhileABatchOfTheLastRunIsGivenAgain() {
		append("1");
		for (int i = 0; i < 3; i++) {
			awaitCalls(i + 1);
			this.recorder.fail(i);
		}
		this.journal.stop(Duration.ofMillis(10));
		awaitCalls(4);
		this.runtime.stop();
		this.journal.stopped();
		this.runtime.start();
		this.journal.start();
		awaitCalls(5);
		append("2");
		this.recorder.succeed(4);
		awaitCalls(6);
		assertThat(this.recorder.ids(5)).containsExactly("2");
	}

	@Test
	void doesNotFillTheExecutorWithCallsThatDoNotReturn() {
		this.journal = journal(true, this.recorder, 1000, 1000, Duration.ofMillis(5));
		this.journal.start();
		append("1");
		awaitCalls(3);
		// The attempts that follow make no call
		CompletableFuture<Void> later = new CompletableFuture<>();
		this.runtime.after(Duration.ofSeconds(1), () -> later.complete(null));
		later.join();
		assertThat(this.recorder.calls()).hasSize(3);
		this.recorder.fail(0);
		awaitCalls(4);
		assertThat(this.recorder.ids(3)).containsExactly("1");
		this.recorder.automatic();
		await().until(() -> this.journal.pending() == 0);
	}

	private ShareJournal journal(boolean recorded, ShareRecorder destination, int maxPending, int batchSize) {
		return journal(recorded, destination, maxPending, batchSize, TestSettings.defaults().policyTimeout());
	}

	private ShareJournal journal(boolean recorded, ShareRecorder destination, int maxPending, int batchSize,
			Duration callTimeout) {
		EngineSettings defaults = TestSettings.defaults();
		EngineSettings settings = new EngineSettings(0, 8, 0, defaults.jobInterval(), defaults.jobLifetime(),
				defaults.maxWorkAge(), callTimeout, defaults.coinbase(),
				new Acknowledgement(recorded, Duration.ofMillis(5), Duration.ofSeconds(5), maxPending, batchSize),
				defaults.resume(), null);
		return new ShareJournal(destination, settings, this.runtime, this.unconfirmed::add);
	}

	private CompletableFuture<ShareResult> append(String id) {
		ShareAnswer answer = this.journal.append(share(id), VERDICT);
		assertThat(answer).isInstanceOf(ShareAnswer.Later.class);
		return ((ShareAnswer.Later) answer).result().toCompletableFuture();
	}

	private void awaitCalls(int count) {
		await().until(() -> this.recorder.calls().size() >= count);
	}

	private static Share share(String id) {
		return new Share(id, 1, Worker.of("a.b"), 1, 1, 1, Hash256.ZERO, Instant.EPOCH, false, "tcp");
	}

}
