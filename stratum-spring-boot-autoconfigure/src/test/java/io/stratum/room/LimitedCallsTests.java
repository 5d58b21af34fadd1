package io.stratum.room;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.stratum.engine.TestClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class LimitedCallsTests {

	private final TestClock clock = new TestClock();

	private final FaultLog log = new FaultLog(LimitedCallsTests.class, "A bean", this.clock, this.clock::nanoTime);

	/** The steps of the alarm, which run when the test wants it. */
	private final List<Runnable> alarms = new ArrayList<>();

	private final LimitedCalls calls = calls(1);

	private final Room room = new Room("test", 2, Thread::new).open();

	private final CountDownLatch begun = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.room.close();
	}

	@Test
	void givesTheResultOfACall() throws Exception {
		assertThat(this.calls.call(() -> "fine")).isEqualTo("fine");
		assertThat(this.calls.fault()).isNull();
	}

	@Test
	void isAtFaultAfterAnExceptionUntilASuccess() throws Exception {
		assertThatIllegalStateException().isThrownBy(() -> this.calls.call(() -> {
			throw new IllegalStateException("no connection");
		}));
		assertThat(this.calls.fault()).isEqualTo(
				new Fault("A bean", this.clock.instant(), "java.lang.IllegalStateException: no connection", false));
		this.calls.call(() -> "fine");
		assertThat(this.calls.fault()).isNull();
	}

	@Test
	void remembersAFailureHoweverSeldomItIsCalled() throws Exception {
		assertThatIllegalStateException().isThrownBy(() -> this.calls.call(() -> null));
		assertThat(this.calls.fault()).isNotNull();
		this.clock.pass(Duration.ofHours(1));
		assertThat(this.calls.fault()).isNotNull();
		this.calls.call(() -> "fine");
		assertThat(this.calls.fault()).isNull();
	}

	@Test
	void isStuckAlsoWhenThereWasNoAlarm() throws Exception {
		CountDownLatch hanging = new CountDownLatch(1);
		inRoom(() -> this.calls.call(() -> hang(hanging)));
		this.begun.await();
		assertThat(this.calls.isStuck()).isFalse();
		this.clock.pass(Duration.ofSeconds(1));
		assertThat(this.calls.isStuck()).isTrue();
		assertThat(this.calls.fault()).isNotNull();
		hanging.countDown();
	}

	@Test
	void wrapsAnError() {
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> this.calls.call(() -> {
			throw new StackOverflowError();
		})).withCauseInstanceOf(StackOverflowError.class);
		assertThat(this.calls.fault()).isNotNull();
	}

	@Test
	void namesABeanThatGivesNothing() {
		assertThatIllegalStateException().isThrownBy(() -> this.calls.call(() -> null))
			.withMessage("A bean: null (expected: a result)");
	}

	@Test
	void interruptsACallThatTakesTooLong() throws Exception {
		AtomicInteger overdue = new AtomicInteger();
		CompletableFuture<Exception> failure = inRoom(() -> this.calls.call(() -> {
			this.begun.countDown();
			new CountDownLatch(1).await();
			return "never";
		}, overdue::incrementAndGet));
		this.begun.await();
		this.alarms.get(0).run();
		await().until(failure::isDone);
		assertThat(overdue).hasValue(1);
		assertThat(failure.join()).isInstanceOf(TimeoutException.class)
			.hasMessage("no result within PT1S")
			.hasCauseInstanceOf(InterruptedException.class);
	}

	@Test
	void doesNotCallAgainWhatHasNotReturned() throws Exception {
		CountDownLatch hanging = new CountDownLatch(1);
		CompletableFuture<@Nullable Exception> first = inRoom(() -> this.calls.call(() -> hang(hanging)));
		this.begun.await();
		assertThat(this.calls.isStuck()).isFalse();
		this.clock.pass(Duration.ofSeconds(5));
		this.alarms.get(0).run();
		assertThat(this.calls.isStuck()).isTrue();
		Fault fault = this.calls.fault();
		assertThat(fault)
			.isEqualTo(new Fault("A bean", this.clock.instant().minusSeconds(5), "no result within PT1S", true));
		assertThatIllegalStateException().isThrownBy(() -> this.calls.call(() -> "another"))
			.withMessageContaining("A bean: a call has not returned since ");
		hanging.countDown();
		await().until(first::isDone);
		assertThat(first.join()).as("a late result is a result").isNull();
		assertThat(this.calls.fault()).isNull();
	}

	@Test
	void countsTheCallsThatDoNotReturn() throws Exception {
		LimitedCalls two = calls(2);
		CountDownLatch hanging = new CountDownLatch(1);
		inRoom(() -> two.call(() -> hang(hanging)));
		this.begun.await();
		this.alarms.get(0).run();
		assertThat(two.call(() -> "another")).isEqualTo("another");
		Fault fault = two.fault();
		assertThat(fault).isNotNull();
		assertThat(fault.text()).isEqualTo("no result within PT1S, 1 of 2");
		assertThat(fault.broken()).isFalse();
		hanging.countDown();
	}

	@Test
	void interruptsACallAlsoWhenNobodyCanBeToldOfIt() throws Exception {
		CompletableFuture<Exception> failure = inRoom(() -> this.calls.call(() -> {
			this.begun.countDown();
			new CountDownLatch(1).await();
			return "never";
		}, () -> {
			throw new IllegalStateException("no");
		}));
		this.begun.await();
		try {
			this.alarms.get(0).run();
		}
		catch (IllegalStateException ex) {
			// the alarm logs it
		}
		await().until(failure::isDone);
	}

	@Test
	void leavesNoInterruptionBehindThatTheBeanMade() throws Exception {
		this.calls.call(() -> {
			Thread.currentThread().interrupt();
			return "fine";
		});
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void neverInterruptsWhatFollowsACall() throws Exception {
		this.calls.call(() -> "fine");
		this.alarms.get(0).run();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		this.calls.call(() -> {
			this.alarms.get(1).run();
			return "in spite of it";
		});
		assertThat(Thread.interrupted()).isFalse();
	}

	private String hang(CountDownLatch latch) {
		this.begun.countDown();
		boolean done = false;
		while (!done) {
			try {
				latch.await();
				done = true;
			}
			catch (InterruptedException ex) {
				// It does not heed interruption
			}
		}
		return "late";
	}

	private CompletableFuture<@Nullable Exception> inRoom(Step step) {
		CompletableFuture<@Nullable Exception> outcome = new CompletableFuture<>();
		this.room.execute(() -> {
			try {
				step.run();
				outcome.complete(null);
			}
			catch (Exception ex) {
				outcome.complete(ex);
			}
		});
		return outcome;
	}

	private LimitedCalls calls(int most) {
		return new LimitedCalls(this.log, Duration.ofSeconds(1), most, this::after, this.clock::nanoTime);
	}

	private Future<?> after(Duration delay, Runnable step) {
		assertThat(delay).isEqualTo(Duration.ofSeconds(1));
		this.alarms.add(step);
		return CompletableFuture.completedFuture(null);
	}

	/**
	 * What a test does on another thread.
	 */
	private interface Step {

		void run() throws Exception;

	}

}
