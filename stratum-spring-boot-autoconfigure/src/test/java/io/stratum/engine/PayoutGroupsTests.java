package io.stratum.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.TxOutput;
import io.stratum.engine.Login.Refused;
import io.stratum.engine.work.PayoutGroup;
import io.stratum.mining.PayoutRequest;
import io.stratum.mining.job.Job;
import io.stratum.mining.job.Work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

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
		assertThat(engine.status().degraded()).isNull();
		this.mine.payout.missing = 1;
		this.mine.newTip();
		assertThat(group.currentJob().work()).isSameAs(engine.currentWork());
		assertThat(engine.status().degraded()).contains("payout 'alice'", "4999999999", "5000000000");
		this.mine.payout.missing = 0;
		this.mine.newTip();
		assertThat(engine.status().degraded()).isNull();
	}

	@Test
	void paysTheFallbackWhenThePolicyFails() {
		this.mine.fallback = new TestPayout();
		this.mine.payout.failing = true;
		MiningEngine engine = this.mine.start();
		assertThat(this.mine.login("alice.rig")).isInstanceOf(Login.Accepted.class);
		assertThat(engine.status().degraded()).contains("no wallet");
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
		assertThat(engine.status().degraded()).isNotNull();
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
		assertThat(engine.status().degraded()).contains("no wallet");
		this.mine.newTip();
		assertThat(group.currentJob()).isSameAs(sameTip);
	}

	@Test
	void letsNobodyWaitForASlowPayout() {
		MiningEngine engine = this.mine.start();
		PayoutGroup slow = this.mine.group("alice.rig");
		PayoutGroup other = this.mine.group("bob.rig");
		AtomicInteger told = new AtomicInteger();
		engine.addWorkListener((work) -> told.incrementAndGet());
		this.mine.payout.held = "alice";
		this.mine.newTip();
		this.mine.newTip();
		assertThat(other.currentJob().work()).isSameAs(engine.currentWork());
		assertThat(slow.currentJob().work().tip()).isEqualTo(1);
		await().untilAtomic(told, greaterThanOrEqualTo(2));
		int before = told.get();
		this.mine.payout.release();
		await().until(() -> slow.currentJob().work() == engine.currentWork());
		await().untilAtomic(told, greaterThan(before));
	}

	@Test
	void paysTheFallbackWhenThePolicyDoesNotAnswer() {
		this.mine.fallback = new TestPayout();
		this.mine.policyTimeout = Duration.ofMillis(200);
		MiningEngine engine = this.mine.start();
		PayoutGroup group = this.mine.group("alice.rig");
		this.mine.payout.held = "alice";
		this.mine.newTip();
		await().until(() -> group.currentJob().work() == engine.currentWork());
		assertThat(engine.status().degraded()).contains("payout 'alice'", "no outputs within PT0.2S");
		this.mine.clock.pass(Duration.ofSeconds(1));
		this.mine.newTip();
		assertThat(group.currentJob().work()).isSameAs(engine.currentWork());
		this.mine.payout.release();
		await().until(() -> {
			this.mine.newTip();
			return engine.status().degraded() == null;
		});
	}

	@Test
	void triesAgainSoonWhenThereIsNoJobForANewTip() {
		MiningEngine engine = this.mine.start();
		PayoutGroup group = this.mine.group("alice.rig");
		this.mine.payout.failing = true;
		this.mine.templates.value(5_000_000_001L);
		this.mine.newTip();
		assertThat(group.currentJob().work().tip()).isEqualTo(1);
		AtomicReference<Work> told = new AtomicReference<>();
		engine.addWorkListener((work) -> told.set(group.currentJob().work()));
		this.mine.payout.failing = false;
		await().until(() -> told.get() == engine.currentWork());
		assertThat(engine.status().degraded()).isNull();
	}

	@Test
	void givesTheJobThatALoginBroughtToTheOthersOfItsPayout() {
		MiningEngine engine = this.mine.start();
		PayoutGroup group = this.mine.group("alice.rig1");
		this.mine.payout.failing = true;
		this.mine.templates.value(5_000_000_001L);
		this.mine.newTip();
		AtomicReference<Work> told = new AtomicReference<>();
		engine.addWorkListener((work) -> told.set(group.currentJob().work()));
		this.mine.payout.failing = false;
		assertThat(this.mine.group("alice.rig2")).isSameAs(group);
		assertThat(group.currentJob().work()).isSameAs(engine.currentWork());
		await().until(() -> told.get() == engine.currentWork());
	}

	@Test
	void letsNobodyWaitForAnotherLoginWhenTheJobIsThere() {
		this.mine.fallback = new TestPayout();
		this.mine.policyTimeout = Duration.ofSeconds(2);
		MiningEngine engine = this.mine.start();
		PayoutGroup group = this.mine.group("alice.rig1");
		this.mine.payout.held = "alice";
		this.mine.newTip();
		CompletableFuture<Login> waiting = engine.login(TestMine.request("alice.rig2")).toCompletableFuture();
		await().until(() -> this.mine.payout.waiting() == 2);
		await().until(() -> group.currentJob().work() == engine.currentWork());
		assertThat(this.mine.login("alice.rig3")).isInstanceOf(Login.Accepted.class);
		assertThat(waiting.join()).isInstanceOf(Login.Refused.class);
		this.mine.payout.release();
	}

	@Test
	void triesAgainAfterARestart() {
		MiningEngine engine = this.mine.start();
		PayoutGroup group = this.mine.group("alice.rig");
		this.mine.payout.failing = true;
		this.mine.templates.value(5_000_000_001L);
		this.mine.newTip();
		engine.stop();
		engine.start();
		this.mine.newTip();
		AtomicReference<Work> told = new AtomicReference<>();
		engine.addWorkListener((work) -> told.set(group.currentJob().work()));
		this.mine.payout.failing = false;
		await().until(() -> told.get() == engine.currentWork());
	}

	@Test
	void goesOnWhenTheFallbackEndsInAnError() {
		this.mine.fallback = new TestPayout() {

			@Override
			public List<TxOutput> outputs(PayoutRequest request) {
				throw new StackOverflowError();
			}

		};
		this.mine.policyTimeout = Duration.ofMillis(200);
		MiningEngine engine = this.mine.start();
		PayoutGroup group = this.mine.group("alice.rig");
		this.mine.payout.held = "alice";
		this.mine.newTip();
		this.mine.clock.pass(Duration.ofSeconds(1));
		this.mine.newTip();
		this.mine.payout.release();
		this.mine.newTip();
		await().until(() -> group.currentJob().work() == engine.currentWork());
	}

	@Test
	void queuesAGroupOnceWhileAllCallersAreStuck() {
		MiningEngine engine = this.mine.start();
		IntStream.range(0, 16).forEach((i) -> this.mine.group("stuck" + i));
		PayoutGroup group = this.mine.group("bob.rig");
		this.mine.payout.held = "stuck.*";
		this.mine.newTip();
		await().until(() -> this.mine.payout.waiting() == 16);
		this.mine.templates.value(5_000_000_001L);
		IntStream.range(0, 30).forEach((i) -> this.mine.newTip());
		this.mine.payout.calls.clear();
		this.mine.payout.failing = true;
		this.mine.payout.release();
		await().until(() -> this.mine.payout.calls.contains("bob"));
		this.mine.payout.failing = false;
		this.mine.newTip();
		await().until(() -> group.currentJob().work() == engine.currentWork());
		assertThat(this.mine.payout.calls.stream().filter("bob"::equals)).hasSizeLessThan(8);
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

}
