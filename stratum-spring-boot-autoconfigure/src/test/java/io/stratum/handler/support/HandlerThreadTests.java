package io.stratum.handler.support;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Lazy;

import io.stratum.handler.annotation.NonBlocking;
import io.stratum.handler.annotation.StratumController;
import io.stratum.handler.annotation.StratumMapping;
import io.stratum.handler.annotation.StratumParam;
import io.stratum.mining.RejectReason;
import io.stratum.session.Reply;
import io.stratum.session.StratumError;

import static org.assertj.core.api.Assertions.assertThat;

class HandlerThreadTests {

	private final ExecutorService executor = Executors.newCachedThreadPool((task) -> new Thread(task, "task"));

	private final HandlerFixture fixture = new HandlerFixture(this.executor, Controller.class, LazyController.class);

	private final Controller controller = this.fixture.context.getBean(Controller.class);

	@AfterEach
	void close() {
		this.controller.gate.countDown();
		this.fixture.close();
		this.executor.shutdown();
	}

	@Test
	void runsPlainReturnTypesOnTheExecutor() {
		assertThat(this.fixture.result("thread.plain")).isEqualTo("task");
	}

	@Test
	void runsAsynchronousAndNonBlockingMethodsOnTheLoop() {
		String here = Thread.currentThread().getName();
		assertThat(this.fixture.send("thread.mono")).isEqualTo(Reply.of(here));
		assertThat(this.fixture.send("thread.nonBlocking")).isEqualTo(Reply.of(here));
	}

	@Test
	void createsALazyControllerOffTheLoop() {
		assertThat(this.fixture.result("lazy")).isEqualTo("task");
		assertThat(this.fixture.send("lazy")).isEqualTo(Reply.of(Thread.currentThread().getName()));
	}

	@Test
	void startsBlockingCallsOfASessionOneAfterAnother() throws Exception {
		Reply first = this.fixture.send("block", "1");
		Reply second = this.fixture.send("block", "2");
		Reply third = this.fixture.send("block", "3");
		assertThat(this.controller.entered.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.controller.calls).containsExactly("1");
		this.controller.gate.countDown();
		assertThat(List.of(first, second, third)).extracting(HandlerFixture::settled)
			.containsExactly(Reply.of("1"), Reply.of("2"), Reply.of("3"));
		assertThat(this.controller.calls).containsExactly("1", "2", "3");
		assertThat(this.controller.mostAtOnce).hasValue(1);
	}

	@Test
	void startsANonBlockingCallWhileABlockingOneRuns() throws Exception {
		this.fixture.send("block", "1");
		assertThat(this.controller.entered.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.fixture.send("note", "2")).isEqualTo(Reply.of("2"));
		assertThat(this.controller.calls).containsExactly("1", "2");
	}

	@Test
	void startsANonBlockingCallAfterTheCallsThatCameBefore() throws Exception {
		Reply first = this.fixture.send("block", "1");
		Reply second = this.fixture.send("block", "2");
		Reply third = this.fixture.send("note", "3");
		assertThat(this.controller.entered.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(third).isInstanceOf(Reply.Later.class);
		assertThat(this.controller.calls).containsExactly("1");
		this.controller.gate.countDown();
		HandlerFixture.settled(first);
		HandlerFixture.settled(second);
		Runnable task = this.fixture.session.loop.poll(10, TimeUnit.SECONDS);
		assertThat(task).isNotNull();
		task.run();
		assertThat(HandlerFixture.settled(third)).isEqualTo(Reply.of("3"));
		assertThat(this.controller.calls).containsExactly("1", "2", "3");
	}

	@Test
	void doesNotLetSessionsWaitForEachOther() throws Exception {
		this.fixture.send("block", "1");
		assertThat(this.controller.entered.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(HandlerFixture.settled(this.fixture.sendFrom(new FakePeer(), FakePeer.request("thread.plain"))))
			.isEqualTo(Reply.of("task"));
	}

	@Test
	void answersBusyIfTheExecutorRefuses() {
		try (HandlerFixture busy = new HandlerFixture((task) -> {
			throw new RejectedExecutionException();
		}, Controller.class)) {
			StratumError expected = StratumError.of(RejectReason.BUSY);
			assertThat(busy.send("thread.plain")).isEqualTo(Reply.error(expected));
			assertThat(busy.send("thread.plain")).isEqualTo(Reply.error(expected));
			assertThat(busy.send("note", "1")).isEqualTo(Reply.of("1"));
		}
	}

	@Test
	void dropsCallsThatHaveNotStartedWhenTheSessionEnds() throws Exception {
		Reply first = this.fixture.send("block", "1");
		Reply second = this.fixture.send("block", "2");
		assertThat(this.controller.entered.await(10, TimeUnit.SECONDS)).isTrue();
		this.fixture.session.close();
		this.controller.gate.countDown();
		assertThat(HandlerFixture.settled(first)).isEqualTo(Reply.of("1"));
		assertThat(HandlerFixture.settled(second)).isEqualTo(Reply.NONE);
		assertThat(this.controller.calls).containsExactly("1");
	}

	@StratumController
	static class Controller {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch gate = new CountDownLatch(1);

		final List<String> calls = new CopyOnWriteArrayList<>();

		final AtomicInteger mostAtOnce = new AtomicInteger();

		private final AtomicInteger running = new AtomicInteger();

		@StratumMapping("thread.plain")
		String plain() {
			return Thread.currentThread().getName();
		}

		@StratumMapping("thread.mono")
		Mono<String> mono() {
			return Mono.just(Thread.currentThread().getName());
		}

		@NonBlocking
		@StratumMapping("thread.nonBlocking")
		String nonBlocking() {
			return Thread.currentThread().getName();
		}

		@StratumMapping("block")
		String block(@StratumParam(0) String name) throws InterruptedException {
			int atOnce = this.running.incrementAndGet();
			this.mostAtOnce.accumulateAndGet(atOnce, Math::max);
			this.calls.add(name);
			this.entered.countDown();
			assertThat(this.gate.await(10, TimeUnit.SECONDS)).isTrue();
			this.running.decrementAndGet();
			return name;
		}

		@StratumMapping("note")
		Mono<String> note(@StratumParam(0) String name) {
			this.calls.add(name);
			return Mono.just(name);
		}

	}

	@Lazy
	@NonBlocking
	@StratumController
	static class LazyController {

		@StratumMapping("lazy")
		String lazy() {
			return Thread.currentThread().getName();
		}

	}

}
