package io.stratum.engine;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.TxOutput;
import io.stratum.engine.Login.Refused;
import io.stratum.engine.work.PayoutGroup;
import io.stratum.engine.work.PayoutGroups;
import io.stratum.mining.job.Job;
import io.stratum.room.Fault;
import io.stratum.server.LogLines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

class PayoutGroupsTests {

	private final TestMine mine = new TestMine();

	@AfterEach
	void close() {
		this.mine.close();
	}

	@Test
	void sharesAJobAmongWorkersOfOnePayout() {
		this.mine.start();
		PayoutGroup first = this.mine.group("alice.rig1");
		PayoutGroup second = this.mine.group("alice.rig2");
		PayoutGroup other = this.mine.group("bob.rig1");
		assertThat(second).isSameAs(first);
		assertThat(other).isNotSameAs(first);
		assertThat(other.currentJob()).isNotSameAs(first.currentJob());
		assertThat(this.mine.engine().status().groups()).isEqualTo(2);
	}

	@Test
	void forgetsAGroupWithItsLastMember() {
		MiningEngine engine = this.mine.start();
		PayoutGroup group = this.mine.group("alice.rig1");
		this.mine.group("alice.rig2");
		engine.leave(group);
		assertThat(engine.status().groups()).isEqualTo(1);
		engine.leave(group);
		assertThat(engine.status().groups()).isZero();
		engine.leave(group);
		assertThat(this.mine.group("alice.rig1")).isNotSameAs(group);
	}

	@Test
	void paysTheFallbackWhenTheOutputsDoNotAddUp() {
		this.mine.fallback = new TestPayout();
		MiningEngine engine = this.mine.start();
		PayoutGroup group = this.mine.group("alice.rig");
		assertThat(engine.status().faults()).isEmpty();
		this.mine.payout.missing = 1;
		this.mine.newTip();
		assertThat(group.currentJob().work()).isSameAs(engine.currentWork());
		assertThat(fault().text()).contains("payout 'alice'", "4999999999", "5000000000");
		this.mine.payout.missing = 0;
		this.mine.newTip();
		assertThat(engine.status().faults()).isEmpty();
	}

	@Test
	void neverLeavesOutWhatTheChainDemandsWhoeverIsPaid() {
		TxOutput demanded = new TxOutput(7, new byte[] { 0x52 });
		this.mine.templates.chain((template) -> template.toBuilder().requiredOutputs(List.of(demanded)).build());
		this.mine.start();
		PayoutGroup group = this.mine.group("alice.rig");
		String paid = HexFormat.of().formatHex(group.currentJob().coinbaseSuffix());
		assertThat(paid).contains("02" + "f9f1052a01000000" + "0151" + "0700000000000000" + "0152" + "00000000");
		this.mine.payout.failing = true;
		this.mine.newTip();
		assertThat(group.currentJob().work().number()).isEqualTo(2);
		assertThat(HexFormat.of().formatHex(group.currentJob().coinbaseSuffix())).isEqualTo(paid);
	}

	@Test
	void paysTheFallbackWhenThePolicyFails() {
		this.mine.fallback = new TestPayout();
		this.mine.payout.failing = true;
		MiningEngine engine = this.mine.start();
		assertThat(this.mine.login("alice.rig")).isInstanceOf(Login.Accepted.class);
		assertThat(fault().text()).contains("no wallet");
	}

	@Test
	void sendsNoJobThatCannotBePaid() {
		MiningEngine engine = this.mine.start();
		PayoutGroup group = this.mine.group("alice.rig");
		Job before = group.currentJob();
		this.mine.payout.missing = 1;
		this.mine.templates.value(5_000_000_001L);
		this.mine.newTip();
		assertThat(group.currentJob()).isSameAs(before);
		assertThat(fault().broken()).isTrue();
		assertThat(this.mine.login("bob.rig")).isEqualTo(new Refused("No work available", Refused.Cause.TEMPORARY));
		await().until(() -> engine.status().groups() == 1);
	}

	@Test
	void repeatsTheLastOutputsWhileTheyFit() {
		MiningEngine engine = this.mine.start();
		PayoutGroup group = this.mine.group("alice.rig");
		this.mine.payout.failing = true;
		this.mine.newTip();
		Job sameValue = group.currentJob();
		assertThat(sameValue.work()).isSameAs(engine.currentWork());
		this.mine.templates.value(6_000_000_000L);
		this.mine.templates.signal();
		await().until(() -> engine.currentWork().number() == 3);
		Job sameTip = group.currentJob();
		assertThat(sameTip.work().number()).isEqualTo(3);
		assertThat(sameTip.work().template()).isSameAs(sameValue.work().template());
		assertThat(fault().text()).contains("no wallet");
		this.mine.newTip();
		assertThat(group.currentJob()).isSameAs(sameTip);
	}

	@Test
	void paysTheFallbackWhenThePolicyGivesNull() {
		this.mine.fallback = new TestPayout();
		this.mine.payout.answering = (request) -> null;
		MiningEngine engine = this.mine.start();
		assertThat(this.mine.group("alice.rig").currentJob().work()).isSameAs(engine.currentWork());
		assertThat(fault().text()).contains("payout 'alice'", "outputs: null (expected: a list)");
		assertThat(fault().broken()).isTrue();
	}

	@Test
	void paysTheFallbackWhenThePolicyEndsInAnErrorAndAsksItForTheNextJob() {
		this.mine.fallback = new TestPayout();
		MiningEngine engine = this.mine.start();
		PayoutGroup failing = this.mine.group("alice.rig");
		PayoutGroup other = this.mine.group("bob.rig");
		this.mine.payout.answering = (request) -> {
			if (request.payout().equals("alice")) {
				throw new StackOverflowError();
			}
			return TestPayout.all(request);
		};
		this.mine.newTip();
		assertThat(failing.currentJob().work()).isSameAs(engine.currentWork());
		assertThat(other.currentJob().work()).isSameAs(engine.currentWork());
		assertThat(fault().text()).contains("StackOverflowError");
		this.mine.payout.answering = TestPayout::all;
		this.mine.newTip();
		assertThat(engine.status().faults()).isEmpty();
	}

	@Test
	void goesOnWhenTheFallbackEndsInAnError() {
		this.mine.fallback = new TestPayout();
		MiningEngine engine = this.mine.start();
		PayoutGroup group = this.mine.group("alice.rig");
		((TestPayout) this.mine.fallback).answering = (request) -> {
			throw new StackOverflowError();
		};
		this.mine.payout.failing = true;
		this.mine.templates.value(5_000_000_001L);
		this.mine.newTip();
		assertThat(fault().text()).contains("no wallet", "fallback: java.lang.StackOverflowError");
		this.mine.payout.failing = false;
		this.mine.newTip();
		assertThat(group.currentJob().work()).isSameAs(engine.currentWork());
	}

	@Test
	void interruptsACallThatTakesTooLongAndAsksAgainForTheNextJob() {
		this.mine.fallback = new TestPayout();
		this.mine.policyTimeout = Duration.ofMillis(200);
		MiningEngine engine = this.mine.start();
		PayoutGroup group = this.mine.group("alice.rig");
		AtomicInteger interrupted = new AtomicInteger();
		this.mine.payout.answering = (request) -> {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.incrementAndGet();
			}
			throw new IllegalStateException("interrupted");
		};
		this.mine.newTip();
		assertThat(group.currentJob().work()).isSameAs(engine.currentWork());
		assertThat(fault().text()).contains("payout 'alice'", "no result within PT0.2S");
		await().untilAtomic(interrupted, equalTo(1));
		this.mine.payout.answering = TestPayout::all;
		await().until(() -> {
			this.mine.newTip();
			return engine.status().faults().isEmpty();
		});
	}

	@Test
	void doesNotWaitAgainForAPolicyThatDoesNotReturn() {
		this.mine.fallback = new TestPayout();
		this.mine.policyTimeout = Duration.ofMillis(200);
		MiningEngine engine = this.mine.start();
		PayoutGroup group = this.mine.group("alice.rig");
		PayoutGroup other = this.mine.group("bob.rig");
		this.mine.payout.held = ".*";
		this.mine.payout.calls.clear();
		this.mine.newTip();
		assertThat(fault()).satisfies((fault) -> {
			assertThat(fault.broken()).isTrue();
			assertThat(fault.bean()).contains("PayoutPolicy", "TestPayout");
		});
		IntStream.range(0, 20).forEach((i) -> this.mine.newTip());
		assertThat(this.mine.group("carol.rig").currentJob().work()).isSameAs(engine.currentWork());
		assertThat(group.currentJob().work()).isSameAs(engine.currentWork());
		assertThat(other.currentJob().work()).isSameAs(engine.currentWork());
		assertThat(this.mine.payout.calls).hasSize(1);
		this.mine.payout.release();
		await().until(() -> {
			this.mine.newTip();
			return engine.status().faults().isEmpty();
		});
		assertThat(this.mine.payout.calls).contains("alice", "bob", "carol");
	}

	@Test
	void delaysNoTipForALoginWhoseOutputsDoNotCome() {
		MiningEngine engine = this.mine.start();
		PayoutGroup group = this.mine.group("alice.rig");
		this.mine.payout.held = "bob";
		CompletableFuture<Login> waiting = engine.login(TestMine.request("bob.rig")).toCompletableFuture();
		await().until(() -> this.mine.payout.waiting() == 1);
		this.mine.newTip();
		assertThat(group.currentJob().work()).isSameAs(engine.currentWork());
		assertThat(waiting).isNotDone();
		this.mine.payout.release();
		assertThat(waiting.join()).isInstanceOfSatisfying(Login.Accepted.class,
				(login) -> assertThat(login.group().currentJob().work()).isSameAs(engine.currentWork()));
	}

	@Test
	void letsLoginsOfKnownPayoutsInWhileOneOfANewPayoutWaits() {
		MiningEngine engine = this.mine.start();
		this.mine.group("alice.rig1");
		this.mine.payout.held = "bob";
		CompletableFuture<Login> waiting = engine.login(TestMine.request("bob.rig")).toCompletableFuture();
		await().until(() -> this.mine.payout.waiting() == 1);
		assertThat(this.mine.login("alice.rig2")).isInstanceOf(Login.Accepted.class);
		this.mine.payout.release();
		assertThat(waiting.join()).isInstanceOf(Login.Accepted.class);
	}

	@Test
	void asksOnceForLoginsOfTheSameNewPayout() {
		MiningEngine engine = this.mine.start();
		this.mine.payout.held = "bob";
		List<CompletableFuture<Login>> logins = IntStream.range(0, 3)
			.mapToObj((i) -> engine.login(TestMine.request("bob.rig" + i)).toCompletableFuture())
			.toList();
		await().until(() -> this.mine.payout.waiting() == 1);
		this.mine.payout.release();
		logins.forEach((login) -> assertThat(login.join()).isInstanceOf(Login.Accepted.class));
		assertThat(this.mine.payout.calls).containsOnlyOnce("bob");
	}

	@Test
	void triesAgainWithTheNextJobWhenThereIsNoneForANewTip() {
		MiningEngine engine = this.mine.start();
		PayoutGroup group = this.mine.group("alice.rig");
		this.mine.payout.failing = true;
		this.mine.templates.value(5_000_000_001L);
		this.mine.newTip();
		assertThat(group.currentJob().work().tip()).isEqualTo(1);
		this.mine.payout.failing = false;
		long before = engine.currentWork().number();
		this.mine.templates.value(5_000_000_002L);
		this.mine.templates.signal();
		await().until(() -> engine.currentWork().number() > before);
		assertThat(group.currentJob().work()).isSameAs(engine.currentWork());
		assertThat(engine.status().faults()).isEmpty();
	}

	@Test
	void givesTheJobThatALoginBroughtToTheOthersOfItsPayoutWithTheirNextJob() {
		MiningEngine engine = this.mine.start();
		PayoutGroup group = this.mine.group("alice.rig1");
		this.mine.payout.failing = true;
		this.mine.templates.value(5_000_000_001L);
		this.mine.newTip();
		this.mine.payout.failing = false;
		assertThat(this.mine.group("alice.rig2")).isSameAs(group);
		assertThat(group.currentJob().work()).isSameAs(engine.currentWork());
	}

	@Test
	void triesAgainAfterARestartWhileACallOfTheLastRunHangs() {
		this.mine.fallback = new TestPayout();
		this.mine.policyTimeout = Duration.ofMillis(200);
		MiningEngine engine = this.mine.start();
		PayoutGroup group = this.mine.group("alice.rig");
		this.mine.payout.held = "alice";
		this.mine.newTip();
		engine.stop();
		engine.start();
		this.mine.newTip();
		assertThat(group.currentJob().work()).isSameAs(engine.currentWork());
		assertThat(fault().broken()).isTrue();
		this.mine.payout.release();
		await().until(() -> {
			this.mine.newTip();
			return engine.status().faults().isEmpty();
		});
	}

	@Test
	void doesNotWaitForACallThatHangsSinceAnEarlierRun() {
		this.mine.fallback = new TestPayout();
		MiningEngine engine = this.mine.start();
		PayoutGroup group = this.mine.group("alice.rig");
		this.mine.payout.held = "alice";
		this.mine.templates.newTip();
		await().until(() -> this.mine.payout.waiting() == 1);
		engine.stop();
		engine.start();
		this.mine.templates.newTip();
		await().until(() -> {
			this.mine.clock.pass(Duration.ofSeconds(1));
			return group.currentJob().work().tip() > 1;
		});
		assertThat(fault().broken()).isTrue();
		this.mine.payout.release();
	}

	@Test
	void logsACallThatTakesMoreThanHalfASecondOnceAMinute() {
		this.mine.start();
		try (LogLines logged = new LogLines(PayoutGroups.class.getPackageName() + ".PayoutCalls")) {
			this.mine.payout.answering = (request) -> {
				this.mine.clock.pass(Duration.ofMillis(501));
				return TestPayout.all(request);
			};
			this.mine.group("alice.rig");
			this.mine.group("bob.rig");
			assertThat(logged.lines).singleElement()
				.asString()
				.contains("PayoutPolicy", "took 501 ms for the outputs of 'alice'");
		}
	}

	@Test
	void buildsTheJobsOfAThousandPayouts() {
		MiningEngine engine = this.mine.start();
		List<PayoutGroup> groups = IntStream.range(0, 1000).mapToObj((i) -> this.mine.group("miner" + i)).toList();
		for (int i = 0; i < 3; i++) {
			this.mine.newTip();
			await().until(() -> groups.stream().allMatch((group) -> group.currentJob().work() == engine.currentWork()));
		}
	}

	private Fault fault() {
		return this.mine.engine().status().faults().get(0);
	}

}
