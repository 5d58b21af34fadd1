package io.stratum.engine;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.TxOutput;
import io.stratum.engine.CustomJobs.Outcome;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.CustomJob;
import io.stratum.mining.CustomJobPolicy.Decision;
import io.stratum.mining.job.Job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

class CustomJobsTests {

	private final TestMine mine = new TestMine();

	@AfterEach
	void close() {
		this.mine.close();
	}

	@Test
	void makesAJobThatIsMarked() {
		this.mine.customJobs = (job, current) -> Decision.accepted();
		this.mine.start();
		Job job = ((Outcome.Accepted) propose(job())).job();
		assertThat(job.isCustom()).isTrue();
		assertThat(job.work().template().transactions()).isEmpty();
		assertThat(job.coinbasePrefix()).endsWith(1, 100, 20);
		assertThat(job.extranonceLength()).isEqualTo(20);
		assertThatIllegalArgumentException().isThrownBy(() -> this.mine.engine().freshJob(job));
	}

	@Test
	void isAbsentWithoutAPolicy() {
		assertThat(this.mine.start().customJobs()).isNull();
	}

	@Test
	void doesNotTellTheTextOfAFailure() {
		this.mine.customJobs = (job, current) -> {
			throw new IllegalStateException("password of the database is wrong");
		};
		this.mine.start();
		assertThat(propose(job())).isEqualTo(new Outcome.Refused("internal-error", "no decision"));
	}

	@Test
	void refusesAJobWhenThePolicyTakesTooLong() {
		CountDownLatch hanging = new CountDownLatch(1);
		this.mine.policyTimeout = Duration.ofMillis(50);
		this.mine.customJobs = (job, current) -> {
			hanging.await();
			return Decision.accepted();
		};
		this.mine.start();
		assertThat(propose(job()))
			.isEqualTo(new Outcome.Refused("job-not-yet-validated", "no decision within PT0.05S"));
		hanging.countDown();
	}

	@Test
	void refusesAJobWhoseTipIsGoneWhenThePolicyHasDecided() {
		this.mine.customJobs = (job, current) -> {
			this.mine.templates.newTip();
			await().until(() -> Objects.requireNonNull(this.mine.engine().currentWork()).tip() == 2);
			return Decision.accepted();
		};
		this.mine.start();
		assertThat(propose(job())).isInstanceOfSatisfying(Outcome.Refused.class,
				(refused) -> assertThat(refused.code()).isEqualTo("stale-chain-tip"));
	}

	@Test
	void doesNotAskAboutJobsOfAnotherTip() {
		AtomicInteger asked = new AtomicInteger();
		this.mine.customJobs = (job, current) -> {
			asked.incrementAndGet();
			return Decision.accepted();
		};
		this.mine.start();
		CustomJob old = job();
		this.mine.templates.newTip();
		await().until(() -> Objects.requireNonNull(this.mine.engine().currentWork()).tip() == 2);
		assertThat(propose(old)).isInstanceOf(Outcome.Refused.class);
		assertThat(asked).hasValue(0);
	}

	private Outcome propose(CustomJob job) {
		return Objects.requireNonNull(this.mine.engine().customJobs())
			.propose(job, null)
			.toCompletableFuture()
			.orTimeout(10, TimeUnit.SECONDS)
			.join();
	}

	private CustomJob job() {
		return job(this.mine);
	}

	static CustomJob job(TestMine mine) {
		BlockTemplate template = Objects.requireNonNull(mine.engine().currentWork()).template();
		CustomJob.Coinbase coinbase = new CustomJob.Coinbase(2, new byte[] { 1, 100, 20 }, -1,
				List.of(new TxOutput(1, new byte[0])), 0);
		return new CustomJob(TestMine.WORKER, new byte[0], 0x20000000, template.previousBlock(),
				(int) template.minTime(), template.nBits(), coinbase, List.of());
	}

}
