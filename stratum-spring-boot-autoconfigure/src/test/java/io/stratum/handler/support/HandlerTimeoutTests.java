package io.stratum.handler.support;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumExceptionHandler;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for handlers that take too long.
 */
class HandlerTimeoutTests {

	private final ExecutorService executor = Executors.newFixedThreadPool(2);

	private final HandlerFixture fixture = new HandlerFixture(this.executor, Duration.ofSeconds(1), Controller.class);

	private final Controller controller = this.fixture.context.getBean(Controller.class);

	@AfterEach
	void close() {
		this.controller.gate.countDown();
		this.fixture.close();
		this.executor.shutdown();
	}

	@Test
	void answersForABlockingMethodAndInterruptsIt() throws Exception {
		assertThat(late("block")).isEqualTo(StratumError.INTERNAL);
		await().untilAsserted(() -> assertThat(this.controller.events).containsExactly("interrupted"));
		assertThat(this.fixture.result("quick")).isEqualTo("done");
	}

	@Test
	void leavesNoInterruptToTheNextCallOfTheThread() throws Exception {
		assertThat(late("spin")).isEqualTo(StratumError.INTERNAL);
		for (int i = 0; i < 4; i++) {
			assertThat(this.fixture.result("flag")).isEqualTo(false);
		}
	}

	@Test
	void goesOnAfterAMethodThatIgnoresTheInterrupt() throws Exception {
		Reply stubborn = this.fixture.send("stubborn");
		Reply quick = this.fixture.send("quick");
		assertThat(HandlerFixture.settled(stubborn)).isEqualTo(Reply.error(StratumError.INTERNAL));
		abandon();
		assertThat(HandlerFixture.settled(quick)).isEqualTo(Reply.of("done"));
		this.controller.gate.countDown();
		await().untilAsserted(() -> assertThat(this.controller.events).containsExactly("gave up"));
		assertThat(HandlerFixture.settled(stubborn)).isEqualTo(Reply.error(StratumError.INTERNAL));
	}

	@Test
	void cancelsAMonoThatNeverCompletes() throws Exception {
		assertThat(late("mono")).isEqualTo(StratumError.INTERNAL);
		assertThat(this.controller.events).containsExactly("cancelled");
	}

	@Test
	void answersForAStageThatNeverCompletes() throws Exception {
		assertThat(late("stage")).isEqualTo(StratumError.INTERNAL);
		assertThat(this.controller.stage.complete("late")).isTrue();
	}

	@Test
	void interruptsAMethodThatHandlesAnException() throws Exception {
		assertThat(late("fail")).isEqualTo(StratumError.INTERNAL);
		await().untilAsserted(() -> assertThat(this.controller.events).containsExactly("interrupted"));
	}

	private StratumError late(String method) throws InterruptedException {
		Reply reply = this.fixture.send(method);
		StratumError error = ((Reply.Failure) HandlerFixture.settled(reply)).error();
		abandon();
		return error;
	}

	/** What is left to do on the loop. */
	private void abandon() throws InterruptedException {
		Objects.requireNonNull(this.fixture.session.loop.poll(10, TimeUnit.SECONDS)).run();
	}

	@StratumController
	static class Controller {

		final CountDownLatch gate = new CountDownLatch(1);

		final List<String> events = new CopyOnWriteArrayList<>();

		final CompletableFuture<String> stage = new CompletableFuture<>();

		@StratumMapping("block")
		String block() {
			try {
				this.gate.await();
				return "let go";
			}
			catch (InterruptedException ex) {
				this.events.add("interrupted");
				return "interrupted";
			}
		}

		@StratumMapping("spin")
		String spin() {
			while (!Thread.currentThread().isInterrupted()) {
				Thread.onSpinWait();
			}
			return "interrupted";
		}

		@StratumMapping("stubborn")
		String stubborn() {
			while (this.gate.getCount() > 0) {
				Thread.onSpinWait();
			}
			this.events.add("gave up");
			return "late";
		}

		@StratumMapping("quick")
		String quick() {
			return "done";
		}

		@StratumMapping("flag")
		boolean flag() {
			return Thread.currentThread().isInterrupted();
		}

		@StratumMapping("mono")
		Mono<String> mono() {
			return Mono.<String>never().doOnCancel(() -> this.events.add("cancelled"));
		}

		@StratumMapping("stage")
		CompletableFuture<String> stage() {
			return this.stage;
		}

		@StratumMapping("fail")
		Mono<String> fail() {
			return Mono.error(new IllegalStateException("failed"));
		}

		@StratumExceptionHandler
		String failed(IllegalStateException failure) {
			return block();
		}

	}

}
