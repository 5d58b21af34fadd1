package io.stratum.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.stratum.engine.Login.Refused;
import io.stratum.mining.Authentication;
import io.stratum.mining.AuthenticationRequest;
import io.stratum.mining.Worker;
import io.stratum.mining.WorkerAuthenticator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class LoginsTests {

	private final TestMine mine = new TestMine();

	@AfterEach
	void close() {
		this.mine.close();
	}

	@Test
	void letsAWorkerInWithAJobOfItsPayout() {
		this.mine.authenticator = (request) -> Authentication.accepted(new Worker(request.workerName(), "pool"));
		this.mine.start();
		Login.Accepted login = (Login.Accepted) this.mine.login("alice.rig");
		assertThat(login.worker()).isEqualTo(new Worker("alice.rig", "pool"));
		assertThat(login.group().key()).isEqualTo("pool");
		assertThat(login.group().currentJob().work()).isSameAs(this.mine.engine().currentWork());
	}

	@Test
	void asksForThePayoutOnTheThreadOfTheAuthenticator() {
		List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
		this.mine.authenticator = (request) -> {
			threads.add(Thread.currentThread());
			return Authentication.accepted(Worker.of(request.workerName()));
		};
		this.mine.payout.asked = () -> threads.add(Thread.currentThread());
		this.mine.start();
		for (int i = 0; i < 20; i++) {
			threads.clear();
			this.mine.login("alice.rig" + i);
			assertThat(threads).hasSize(2).allMatch(threads.get(0)::equals);
		}
	}

	@Test
	void asksForThePayoutWhereItMayBlock() {
		Thread test = Thread.currentThread();
		List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
		this.mine.authenticator = new WorkerAuthenticator() {

			@Override
			public Authentication authenticate(AuthenticationRequest request) {
				throw new UnsupportedOperationException();
			}

			@Override
			public CompletionStage<Authentication> authenticate(AuthenticationRequest request, Executor blocking) {
				return CompletableFuture.completedStage(Authentication.accepted(Worker.of(request.workerName())));
			}

		};
		this.mine.payout.asked = () -> threads.add(Thread.currentThread());
		this.mine.start();
		this.mine.login("alice.rig");
		assertThat(threads).hasSize(1).doesNotContain(test);
	}

	@Test
	void tellsTheMinerWhyItIsRefused() {
		this.mine.authenticator = (request) -> Authentication.refused("Account locked");
		this.mine.start();
		assertThat(this.mine.login("alice.rig")).isEqualTo(new Refused("Account locked", Refused.Cause.UNKNOWN));
	}

	@Test
	void tellsTheMinerThatThereIsNoWayToPayIt() {
		this.mine.start();
		assertThat(this.mine.login("nobody.rig")).isEqualTo(new Refused("No such address", Refused.Cause.UNKNOWN));
	}

	@Test
	void doesNotTellTheTextOfAFailure() {
		this.mine.authenticator = (request) -> {
			throw new IllegalStateException("password of the database is wrong");
		};
		this.mine.start();
		assertThat(this.mine.login("alice.rig")).isEqualTo(new Refused("Login failed", Refused.Cause.TEMPORARY));
	}

	@Test
	void refusesAWorkerWhenTheAuthenticatorTakesTooLong() {
		CountDownLatch hanging = new CountDownLatch(1);
		this.mine.policyTimeout = Duration.ofMillis(50);
		this.mine.authenticator = (request) -> {
			hanging.await();
			return Authentication.accepted(Worker.of(request.workerName()));
		};
		this.mine.start();
		assertThat(this.mine.login("alice.rig")).isEqualTo(new Refused("Login timed out", Refused.Cause.TEMPORARY));
		hanging.countDown();
		await().until(() -> this.mine.engine().status().groups() == 0);
	}

	@Test
	void takesAnAnswerThatComesFromAnotherThread() {
		CompletableFuture<Authentication> answer = new CompletableFuture<>();
		this.mine.authenticator = asynchronous(answer);
		this.mine.start();
		CompletableFuture<Login> login = this.mine.engine().login(TestMine.request("a.b")).toCompletableFuture();
		assertThat(login).isNotDone();
		answer.complete(Authentication.accepted(Worker.of("a.b")));
		await().until(login::isDone);
		assertThat(login.join()).isInstanceOf(Login.Accepted.class);
	}

	@Test
	void refusesWhoStillWaitsAtTheStop() {
		this.mine.authenticator = asynchronous(new CompletableFuture<>());
		this.mine.start();
		CompletableFuture<Login> login = this.mine.engine().login(TestMine.request("a.b")).toCompletableFuture();
		this.mine.engine().stop();
		assertThat(login).isCompletedWithValue(new Refused("Server is stopping", Refused.Cause.TEMPORARY));
	}

	private static WorkerAuthenticator asynchronous(CompletableFuture<Authentication> answer) {
		return new WorkerAuthenticator() {

			@Override
			public Authentication authenticate(AuthenticationRequest request) {
				throw new IllegalStateException("not called");
			}

			@Override
			public CompletionStage<Authentication> authenticate(AuthenticationRequest request, Executor blocking) {
				return answer;
			}

		};
	}

}
