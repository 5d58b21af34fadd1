package io.stratum.engine.work;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Hash256;
import io.stratum.engine.TestClock;
import io.stratum.engine.TestSettings;
import io.stratum.engine.TestTemplates;
import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.BlockTemplateSource;
import io.stratum.mining.TemplateTransaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class TemplatePollerTests {

	private final TestClock clock = new TestClock();

	private final TestTemplates templates = new TestTemplates(this.clock);

	private final List<BlockTemplate> received = new CopyOnWriteArrayList<>();

	private final ExecutorService blocking = Executors.newCachedThreadPool();

	private final EngineRuntime runtime = new EngineRuntime(this.blocking, this.clock, this.clock::nanoTime);

	@AfterEach
	void stop() {
		this.runtime.stop();
		this.blocking.shutdownNow();
	}

	@Test
	void handsOnTheSameTemplateOnlyAfterTheJobInterval() {
		poller(this.templates, Duration.ofMillis(30), Duration.ofSeconds(10));
		await().until(() -> this.templates.fetches() > 3);
		assertThat(this.received).hasSize(1);
		this.clock.pass(Duration.ofMillis(30));
		await().until(() -> this.received.size() == 2);
	}

	@Test
	void fetchesAtOnceWhenTheSourceSaysThatSomethingChanged() {
		poller(this.templates, Duration.ofHours(1), Duration.ofSeconds(10));
		await().until(() -> this.received.size() == 1);
		this.templates.newTip();
		await().until(() -> this.received.size() == 2);
		assertThat(this.received.get(1).height()).isEqualTo(101);
	}

	@Test
	void ignoresAChangeWithoutNewContentButTakesItsAge() {
		TemplatePoller poller = poller(this.templates, Duration.ofHours(1), Duration.ofSeconds(10));
		await().until(() -> this.received.size() == 1);
		this.clock.pass(Duration.ofSeconds(10));
		this.templates.signal();
		await().until(() -> poller.newest() != this.received.get(0));
		assertThat(poller.newest().fetched()).isEqualTo(this.clock.instant());
		assertThat(this.received).hasSize(1);
	}

	@Test
	void refusesTemplatesWhoseBlocksWouldBeRefusedForTheirWitnesses() {
		byte[] witness = { 2, 0, 0, 0, 0, 1 };
		this.templates.transactions(List.of(new TemplateTransaction(Hash256.ZERO, witness, 400, 0)));
		TemplatePoller poller = poller(this.templates, Duration.ofHours(1), Duration.ofSeconds(10));
		await().until(() -> poller.fault() != null);
		assertThat(poller.fault().text()).contains("witnessCommitment: null");
		this.templates.commitment(new byte[32]);
		await().until(() -> String.valueOf(poller.fault()).contains("6a24aa21a9ed"));
		assertThat(this.received).isEmpty();
		this.templates.commitment(HexFormat.of().parseHex("6a24aa21a9ed" + "00".repeat(32)));
		await().until(() -> this.received.size() == 1);
	}

	@Test
	void takesTransactionsWithoutInputsForSuchWithoutWitnesses() {
		byte[] special = { 3, 0, 5, 0, 0, 0, 0, 0, 0, 0 };
		this.templates.transactions(List.of(new TemplateTransaction(Hash256.ZERO, special, 400, 0)));
		poller(this.templates, Duration.ofHours(1), Duration.ofSeconds(10));
		await().until(() -> this.received.size() == 1);
	}

	@Test
	void triesAgainAfterAFailureAndRepeatsTheLastTemplateMeanwhile() {
		TemplatePoller poller = poller(this.templates, Duration.ofMillis(30), Duration.ofSeconds(10));
		await().until(() -> this.received.size() == 1);
		this.templates.fail(new IllegalStateException("no connection"));
		await().until(() -> poller.fault() != null);
		assertThat(poller.fault().text()).contains("no connection");
		this.clock.pass(Duration.ofMillis(30));
		await().until(() -> this.received.size() == 2);
		assertThat(this.received.get(1)).isSameAs(poller.newest());
		this.templates.fail(null);
		await().until(() -> poller.fault() == null);
	}

	@Test
	void warnsOnceWhenWorkIsTooOld() {
		List<String> warnings = new CopyOnWriteArrayList<>();
		Logger logger = Logger.getLogger(TemplatePoller.class.getName());
		Handler handler = new Handler() {

			@Override
			public void publish(LogRecord record) {
				warnings.add(record.getMessage());
			}

			@Override
			public void flush() {
			}

			@Override
			public void close() {
			}

		};
		logger.addHandler(handler);
		try {
			poller(this.templates, Duration.ofMillis(30), Duration.ofSeconds(10));
			await().until(() -> this.received.size() == 1);
			this.templates.fail(new IllegalStateException("no connection"));
			this.clock.pass(Duration.ofDays(1));
			await().until(() -> warnings.stream().anyMatch((text) -> text.startsWith("Work is older than ")));
			int fetches = this.templates.fetches();
			await().until(() -> this.templates.fetches() > fetches + 2);
			assertThat(warnings).filteredOn((text) -> text.startsWith("Work is older than ")).hasSize(1);
		}
		finally {
			logger.removeHandler(handler);
		}
	}

	@Test
	void interruptsACallThatTakesTooLong() {
		AtomicInteger calls = new AtomicInteger();
		TemplatePoller poller = poller(() -> {
			if (calls.incrementAndGet() == 1) {
				new CountDownLatch(1).await();
			}
			return this.templates.template();
		}, Duration.ofMillis(30), Duration.ofMillis(50));
		await().until(() -> this.received.size() == 1);
		assertThat(calls).hasValueGreaterThan(1);
		await().until(() -> poller.fault() == null);
	}

	@Test
	void refusesATemplateThatCannotBe() {
		BlockTemplate good = this.templates.template();
		TemplatePoller poller = poller(
				() -> new BlockTemplate(good.previousBlock(), good.height(), good.version(), 0, good.nBits(),
						good.minTime() - 1, good.minTime(), 1, List.of(), null, 1, 1, good.fetched()),
				Duration.ofMillis(30), Duration.ofSeconds(10));
		await().until(() -> poller.fault() != null);
		assertThat(poller.fault().text()).contains("template time: " + (good.minTime() - 1));
		assertThat(this.received).isEmpty();
	}

	@Test
	void survivesASourceThatFailsInEveryWay() {
		AtomicInteger calls = new AtomicInteger();
		BlockTemplateSource source = new BlockTemplateSource() {

			@Override
			public BlockTemplate fetch() {
				return switch (calls.incrementAndGet()) {
					case 1 -> throw new AssertionError("an error");
					case 2 -> throw new RejectedExecutionException("inside");
					default -> TemplatePollerTests.this.templates.template();
				};
			}

			@Override
			public CompletionStage<?> changed(BlockTemplate current) {
				throw new IllegalStateException("no signal");
			}

		};
		poller(source, Duration.ofMillis(20), Duration.ofSeconds(10));
		await().until(() -> this.received.size() == 1);
	}

	private TemplatePoller poller(BlockTemplateSource source, Duration interval, Duration timeout) {
		EngineSettings defaults = TestSettings.defaults();
		EngineSettings settings = new EngineSettings(0, 8, 0, interval, defaults.jobLifetime(), defaults.maxWorkAge(),
				timeout, defaults.coinbase(), defaults.acknowledgement(), defaults.resume(), null);
		TemplatePoller poller = new TemplatePoller(source, settings, this.runtime, this.received::add);
		this.runtime.start();
		poller.start();
		return poller;
	}

}
