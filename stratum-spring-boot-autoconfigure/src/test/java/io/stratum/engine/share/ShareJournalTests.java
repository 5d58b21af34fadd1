package io.stratum.engine.share;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

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
import io.stratum.engine.runtime.EngineSettings.Calls;
import io.stratum.mining.MiningListener;
import io.stratum.mining.PoisonShareException;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Share;
import io.stratum.mining.ShareRecorder;
import io.stratum.mining.Worker;
import io.stratum.mining.share.ShareResult;
import io.stratum.server.LogLines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

class ShareJournalTests {

	private static final ShareResult.Accepted VERDICT = new ShareResult.Accepted(1, Hash256.ZERO, null);

	private final TestClock clock = new TestClock();

	private final TestRecorder recorder = new TestRecorder(false);

	private final EngineRuntime runtime = new EngineRuntime(Thread::new, this.clock, this.clock::nanoTime);

	private final AtomicInteger unconfirmed = new AtomicInteger();

	private final List<Share> setAside = new CopyOnWriteArrayList<>();

	private final List<Share> recorded = new CopyOnWriteArrayList<>();

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
		assertThat(this.recorder.ids(1)).containsExactly("1", "2");
		this.recorder.automatic();
		await().until(answer::isDone);
		assertThat(answer).isCompletedWithValue(VERDICT);
		await().until(() -> this.journal.pending() == 0);
	}

	@Test
	void answersUnconfirmedAfterTheTimeoutAndRecordsTheShareOnceLater() {
		CompletableFuture<ShareResult> answer = append("1");
		awaitCalls(1);
		this.clock.pass(Duration.ofSeconds(5));
		await().until(answer::isDone);
		assertThat(answer.join()).isEqualTo(new ShareResult.Rejected(RejectReason.UNCONFIRMED, null));
		assertThat(this.journal.unconfirmed()).isEqualTo(1);
		assertThat(this.unconfirmed).hasValue(1);
		assertThat(this.journal.pending()).isEqualTo(1);
		this.recorder.succeed(0);
		await().until(() -> this.journal.pending() == 0);
		assertThat(this.recorder.calls()).hasSize(1);
		assertThat(answer.join()).isInstanceOf(ShareResult.Rejected.class);
	}

	@Test
	void answersUnconfirmedAtOnceWhenTheBufferIsFull() {
		start(journal(true, this.recorder, 2, 1000));
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
		start(journal(true, this.recorder, 1000, 3));
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
		start(journal(true, this.recorder, 1000, 3));
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
		start(journal(false, this.recorder, 1000, 1000));
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
		start(journal(true, throwing, 1000, 1000));
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
		assertThat(this.recorder.ids(1)).containsExactly("1", "2");
	}

	@Test
	void recordsWhatComesWhileABatchOfTheLastRunIsGivenAgain() {
		append("1");
		for (int i = 0; i < 3; i++) {
			awaitCalls(i + 1);
			this.recorder.fail(i);
		}
		awaitCalls(4);
		restart();
		awaitCalls(5);
		append("2");
		this.recorder.succeed(4);
		awaitCalls(6);
		assertThat(this.recorder.ids(4)).containsExactly("1");
		assertThat(this.recorder.ids(5)).containsExactly("2");
	}

	@Test
	void interruptsACallThatHangsAndGivesItsSharesAgain() {
		start(journal(true, this.recorder, 1000, 1000, Duration.ofMillis(20)));
		append("1");
		awaitCalls(3);
		this.recorder.automatic();
		await().until(() -> this.journal.pending() == 0);
		assertThat(this.recorder.calls()).allMatch((shares) -> shares.size() == 1);
	}

	@Test
	void makesNoCallBeforeOneThatHangsHasReturnedAndDoesNotBelieveIt() {
		StubbornRecorder stubborn = new StubbornRecorder();
		start(journal(true, stubborn, 1000, 1000, Duration.ofMillis(20)));
		append("1");
		await().until(stubborn.interrupted::get);
		append("2");
		assertThat(this.journal.fault()).isNotNull().satisfies((fault) -> {
			assertThat(fault.broken()).isTrue();
			assertThat(fault.text()).contains("PT0.02S");
		});
		assertThat(stubborn.calls).hasValue(1);
		stubborn.released.countDown();
		await().until(() -> this.journal.pending() == 0);
		assertThat(stubborn.recorded).containsExactly("1", "1", "2");
	}

	@Test
	void makesNoCallAfterARestartBeforeOneOfTheLastRunHasReturned() {
		StubbornRecorder stubborn = new StubbornRecorder();
		start(journal(true, stubborn, 1000, 1000));
		CompletableFuture<ShareResult> first = append("1");
		await().untilAtomic(stubborn.calls, equalTo(1));
		restart();
		assertThat(first.join()).isInstanceOf(ShareResult.Rejected.class);
		append("2");
		assertThat(stubborn.calls).hasValue(1);
		assertThat(this.journal.pending()).isEqualTo(2);
		stubborn.released.countDown();
		await().until(() -> this.journal.pending() == 0);
		assertThat(stubborn.recorded).containsExactly("1", "1", "2");
	}

	@Test
	void goesOnAfterARecorderThatLeavesItsThreadInterrupted() {
		start(journal(true, (shares) -> Thread.currentThread().interrupt(), 1000, 1000));
		CompletableFuture<ShareResult> first = append("1");
		await().until(first::isDone);
		CompletableFuture<ShareResult> second = append("2");
		await().until(second::isDone);
		assertThat(second).isCompletedWithValue(VERDICT);
	}

	@Test
	void isBrokenAlsoWhenTheTimeOfDayIsSetBack() {
		append("1");
		awaitCalls(1);
		this.recorder.fail(0);
		this.clock.setBack(Duration.ofHours(1));
		this.clock.pass(Duration.ofSeconds(5));
		assertThat(this.journal.fault()).isNotNull().satisfies((fault) -> assertThat(fault.broken()).isTrue());
	}

	@Test
	void triesAgainAfterAnError() {
		CompletableFuture<ShareResult> answer = append("1");
		awaitCalls(1);
		this.recorder.fail(0, new NoClassDefFoundError("driver"));
		awaitCalls(2);
		this.recorder.succeed(1);
		await().until(answer::isDone);
		assertThat(answer).isCompletedWithValue(VERDICT);
	}

	@Test
	void setsPoisonAsideAndRecordsTheOthers() {
		ShareRecorder picky = (shares) -> {
			if (shares.stream().anyMatch((share) -> share.boot().equals("poison"))) {
				throw new IllegalArgumentException("value too long");
			}
			this.recorded.addAll(shares);
		};
		start(journal(true, picky, 1000, 1000));
		List<CompletableFuture<ShareResult>> others = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			others.add(append("a" + i));
		}
		CompletableFuture<ShareResult> poison = append("poison");
		for (int i = 0; i < 49; i++) {
			others.add(append("b" + i));
		}
		await().until(() -> {
			others.add(append("c" + others.size()));
			return poison.isDone();
		});
		assertThat(poison.join()).isEqualTo(new ShareResult.Rejected(RejectReason.UNCONFIRMED, null));
		await().until(() -> this.journal.pending() == 0);
		assertThat(others).allMatch((answer) -> answer.join().equals(VERDICT));
		assertThat(this.recorded).extracting(Share::boot).doesNotHaveDuplicates().hasSize(others.size());
		assertThat(this.journal.setAside()).isEqualTo(1);
		assertThat(this.setAside).extracting(Share::boot).containsExactly("poison");
		assertThat(this.unconfirmed).hasValue(1);
		assertThat(this.journal.fault()).satisfiesAnyOf((fault) -> assertThat(fault).isNull(),
				(fault) -> assertThat(fault.broken()).isFalse());
	}

	@Test
	void setsPoisonAsideThatComesAloneWhenAnotherShareWasRecorded() {
		append("1");
		awaitCalls(1);
		this.recorder.fail(0);
		awaitCalls(2);
		append("2");
		this.recorder.fail(1);
		awaitCalls(3);
		assertThat(this.recorder.ids(2)).containsExactly("1", "2");
		this.recorder.fail(2);
		awaitCalls(4);
		assertThat(this.recorder.ids(3)).containsExactly("1");
		this.recorder.fail(3);
		awaitCalls(5);
		assertThat(this.recorder.ids(4)).containsExactly("2");
		assertThat(this.journal.setAside()).isZero();
		this.recorder.succeed(4);
		awaitCalls(6);
		assertThat(this.recorder.ids(5)).containsExactly("1");
		this.recorder.fail(5);
		for (int i = 0; i < 7; i++) {
			assertThat(this.journal.setAside()).isZero();
			append("other");
			awaitCalls(7 + 2 * i);
			assertThat(this.recorder.ids(6 + 2 * i)).containsExactly("other");
			this.recorder.succeed(6 + 2 * i);
			awaitCalls(8 + 2 * i);
			assertThat(this.recorder.ids(7 + 2 * i)).containsExactly("1");
			this.recorder.fail(7 + 2 * i);
		}
		await().until(() -> this.journal.pending() == 0);
		assertThat(this.journal.setAside()).isEqualTo(1);
	}

	@Test
	void doesNotWaitAtTheStopForAShareThatIsRefusedWhileOthersAreRecorded() {
		start(journal(true, (shares) -> {
			if (shares.stream().anyMatch((share) -> share.boot().equals("poison"))) {
				throw new IllegalArgumentException("value too long");
			}
		}, 1000, 1000));
		append("poison");
		append("other");
		await().until(() -> this.journal.pending() == 1);
		this.journal.stop(Duration.ofMinutes(5));
		assertThat(this.journal.pending()).isEqualTo(1);
	}

	@Test
	void logsEachShareThatIsSetAsideButNoMoreThanTwentyInAMinute() {
		start(journal(true, (shares) -> {
			throw new PoisonShareException(shares, new IllegalArgumentException("value too long"));
		}, 1000, 1000));
		try (LogLines logged = new LogLines(ShareJournal.class)) {
			IntStream.range(0, 50).forEach((i) -> append("" + i));
			await().until(() -> this.journal.setAside() == 50);
			assertThat(logged.lines).filteredOn((line) -> line.contains("set aside"))
				.hasSize(20)
				.first()
				.asString()
				.contains("value too long", share("0").id());
			logged.lines.clear();
			this.clock.pass(Duration.ofMinutes(1));
			append("50");
			await().until(() -> this.journal.setAside() == 51);
			assertThat(logged.lines).filteredOn((line) -> line.contains("set aside"))
				.singleElement()
				.asString()
				.contains(share("50").id());
		}
	}

	@Test
	void setsAsideWhatTheRecorderNames() {
		CompletableFuture<ShareResult> poison = append("1");
		CompletableFuture<ShareResult> other = append("2");
		awaitCalls(1);
		this.recorder.fail(0, new PoisonShareException(List.of(share("1")), null));
		if (this.recorder.ids(0).size() == 2) {
			awaitCalls(2);
			assertThat(this.recorder.ids(1)).containsExactly("2");
		}
		this.recorder.automatic();
		await().until(other::isDone);
		assertThat(other).isCompletedWithValue(VERDICT);
		assertThat(poison.join()).isInstanceOf(ShareResult.Rejected.class);
		assertThat(this.journal.pending()).isZero();
	}

	@Test
	void isBrokenWhenNothingWasRecordedForTheTimeThatMinersWait() {
		append("1");
		awaitCalls(1);
		assertThat(this.journal.fault()).isNull();
		this.recorder.fail(0);
		awaitCalls(2);
		assertThat(this.journal.fault()).isNotNull().satisfies((fault) -> {
			assertThat(fault.broken()).isFalse();
			assertThat(fault.text()).contains("disk full");
		});
		this.clock.pass(Duration.ofSeconds(5));
		assertThat(this.journal.fault()).isNotNull().satisfies((fault) -> {
			assertThat(fault.broken()).isTrue();
			assertThat(fault.bean()).contains("TestRecorder");
			assertThat(fault.text()).contains("disk full");
		});
		assertThat(this.journal.setAside()).isZero();
		this.recorder.succeed(1);
		await().until(() -> this.journal.pending() == 0);
		await().until(() -> this.journal.fault() == null);
	}

	@Test
	void stopsInAnyStateAndKeepsWhatIsNotRecorded() {
		// nothing came
		this.journal.stop(Duration.ofSeconds(5));
		// between two attempts
		this.runtime.stop();
		this.runtime.start();
		this.journal.start();
		append("1");
		awaitCalls(1);
		this.recorder.fail(0);
		this.journal.stop(Duration.ofMillis(1));
		assertThat(this.journal.pending()).isEqualTo(1);
		// twice
		this.journal.stop(Duration.ofMillis(1));
		this.runtime.stop();
		this.journal.stopped();
		this.recorder.automatic();
		this.runtime.start();
		this.journal.start();
		await().until(() -> this.journal.pending() == 0);
	}

	@Test
	void saysAtTheStopHowManySharesWereNotRecorded() {
		append("1");
		awaitCalls(1);
		append("2");
		try (LogLines logged = new LogLines(ShareJournal.class)) {
			this.journal.stop(Duration.ofMillis(1));
			assertThat(logged.lines).last().asString().contains("2 accepted shares were not recorded");
		}
		this.journal.start();
	}

	private void start(ShareJournal other) {
		this.journal.stop(Duration.ofSeconds(1));
		this.journal = other;
		other.start();
	}

	private void restart() {
		this.journal.stop(Duration.ofMillis(10));
		this.runtime.stop();
		this.journal.stopped();
		this.runtime.start();
		this.journal.start();
	}

	private ShareJournal journal(boolean recorded, ShareRecorder destination, int maxPending, int batchSize) {
		return journal(recorded, destination, maxPending, batchSize, TestSettings.defaults().policyTimeout());
	}

	private ShareJournal journal(boolean recorded, ShareRecorder destination, int maxPending, int batchSize,
			Duration callTimeout) {
		EngineSettings defaults = TestSettings.defaults();
		EngineSettings settings = new EngineSettings(0, 8, 0, defaults.pollInterval(), defaults.jobInterval(),
				defaults.jobLifetime(), defaults.maxWorkAge(), new Calls(callTimeout, 1, callTimeout),
				defaults.coinbase(),
				new Acknowledgement(recorded, Duration.ofMillis(5), Duration.ofSeconds(5), maxPending, batchSize),
				defaults.resume(), null);
		return new ShareJournal(destination, settings, this.runtime, new MiningListener() {

			@Override
			public void shareRejected(String worker, RejectReason reason) {
				ShareJournalTests.this.unconfirmed.incrementAndGet();
			}

			@Override
			public void shareSetAside(Share share) {
				ShareJournalTests.this.setAside.add(share);
			}

		});
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

	/**
	 * Records only when it is released, and does not heed interruption before.
	 */
	private static final class StubbornRecorder implements ShareRecorder {

		private final AtomicInteger calls = new AtomicInteger();

		private final AtomicBoolean interrupted = new AtomicBoolean();

		private final CountDownLatch released = new CountDownLatch(1);

		private final List<String> recorded = new CopyOnWriteArrayList<>();

		@Override
		public void record(List<Share> shares) {
			this.calls.incrementAndGet();
			while (this.released.getCount() > 0) {
				try {
					this.released.await();
				}
				catch (InterruptedException ex) {
					this.interrupted.set(true);
				}
			}
			shares.forEach((share) -> this.recorded.add(share.boot()));
		}

	}

}
