package io.stratum.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.stratum.engine.Login.Refused;
import io.stratum.mining.Authentication;
import io.stratum.mining.Worker;
import io.stratum.mining.WorkerAuthenticator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class LoginsTests {

	private final TestMine mine = new TestMine();

	private final CountDownLatch hanging = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.hanging.countDown();
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
	void refusesWhoStillWaitsAtTheStop() {
		hang();
		this.mine.start();
		CompletableFuture<Login> login = login("a.b");
		this.mine.engine().stop();
		assertThat(login).isCompletedWithValue(new Refused("Server is stopping", Refused.Cause.TEMPORARY));
	}

	@Test
	void refusesAWorkerWhoseTurnDoesNotCome() {
		this.mine.policyThreads = 1;
		this.mine.loginWait = Duration.ofMillis(50);
		hang();
		this.mine.start();
		login("first");
		assertThat(login("second").join()).isEqualTo(new Refused("Login timed out", Refused.Cause.TEMPORARY));
	}

	@Test
	void servesThousandsThatComeAtOnce() {
		this.mine.start();
		List<CompletableFuture<Login>> logins = new ArrayList<>();
		for (int i = 0; i < 5000; i++) {
			logins.add(login("farm.rig" + i));
		}
		assertThat(logins).allMatch((login) -> login.join() instanceof Login.Accepted);
	}

	@Test
	void namesTheAuthenticatorThatDoesNotReturnAndRefusesWhenNoThreadIsLeft() {
		this.mine.policyThreads = 1;
		this.mine.policyTimeout = Duration.ofMillis(50);
		hang();
		this.mine.start();
		assertThat(login("first").join()).isEqualTo(new Refused("Login timed out", Refused.Cause.TEMPORARY));
		assertThat(this.mine.engine().status().faults()).singleElement().satisfies((fault) -> {
			assertThat(fault.bean()).isEqualTo("WorkerAuthenticator (io.stratum.engine.LoginsTests)");
			assertThat(fault.text()).isEqualTo("no result within PT0.05S");
			assertThat(fault.broken()).isTrue();
		});
		assertThat(login("second").join()).isEqualTo(new Refused("Server busy", Refused.Cause.TEMPORARY));
		this.hanging.countDown();
		await().until(() -> this.mine.engine().status().faults().isEmpty());
	}

	@Test
	void namesTheBeanThatGivesNoOutcome() {
		this.mine.authenticator = mock(WorkerAuthenticator.class);
		this.mine.start();
		assertThat(this.mine.login("alice.rig")).isEqualTo(new Refused("Login failed", Refused.Cause.TEMPORARY));
		assertThat(this.mine.engine().status().faults()).singleElement()
			.satisfies((fault) -> assertThat(fault.text()).contains("WorkerAuthenticator (io.stratum.mining.WorkerAuth")
				.endsWith(": null (expected: a result)"));
	}

	@Test
	void asksAMockThatIsStubbedTheUsualWay() throws Exception {
		this.mine.authenticator = mock(WorkerAuthenticator.class);
		given(this.mine.authenticator.authenticate(any())).willReturn(Authentication.accepted(Worker.of("alice.rig")));
		this.mine.start();
		assertThat(this.mine.login("alice.rig")).isInstanceOf(Login.Accepted.class);
	}

	@Test
	void survivesAnError() {
		this.mine.authenticator = (request) -> {
			throw new NoClassDefFoundError("driver");
		};
		this.mine.start();
		assertThat(this.mine.login("alice.rig")).isEqualTo(new Refused("Login failed", Refused.Cause.TEMPORARY));
	}

	private CompletableFuture<Login> login(String name) {
		return this.mine.engine().login(TestMine.request(name)).toCompletableFuture();
	}

	/** Neither returns nor heeds interruption, before the end of the test. */
	private void hang() {
		this.mine.authenticator = (request) -> {
			while (this.hanging.getCount() > 0) {
				try {
					this.hanging.await();
				}
				catch (InterruptedException ex) {
					// It hangs
				}
			}
			return Authentication.accepted(Worker.of(request.workerName()));
		};
	}

}
