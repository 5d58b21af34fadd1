package io.stratum.engine.work;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.TxOutput;
import io.stratum.engine.TestClock;
import io.stratum.engine.TestSettings;
import io.stratum.engine.TestTemplates;
import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.engine.runtime.EngineSettings.Calls;
import io.stratum.engine.runtime.EngineSettings;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.BlockTemplate.Builder;
import io.stratum.mining.BlockTemplateSource;
import io.stratum.mining.TemplateTransaction;
import io.stratum.room.Fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;

class TemplatePollerTests {

	private final TestClock clock = new TestClock();

	private Duration pollInterval = Duration.ofHours(1);

	private final TestTemplates templates = new TestTemplates(this.clock);

	/** Gives no template by itself. */
	private final BlockTemplateSource fetchOnly = this.templates::fetch;

	private final List<BlockTemplate> received = new CopyOnWriteArrayList<>();

	private final EngineRuntime runtime = new EngineRuntime(Thread::new, this.clock, this.clock::nanoTime);

	@AfterEach
	void stop() {
		this.runtime.stop();
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
		await().until(() -> error(poller) != null);
		assertThat(error(poller)).contains("witnessCommitment: null");
		this.templates.commitment(new byte[32]);
		await().until(() -> String.valueOf(error(poller)).contains("6a24aa21a9ed"));
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
		await().until(() -> error(poller) != null);
		assertThat(error(poller)).contains("no connection");
		this.clock.pass(Duration.ofMillis(30));
		await().until(() -> this.received.size() == 2);
		assertThat(this.received.get(1)).isSameAs(poller.newest());
		this.templates.fail(null);
		await().until(() -> error(poller) == null);
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
	void fetchesInEachPollIntervalAndHandsANewTipOnAtOnce() {
		this.pollInterval = Duration.ofMillis(20);
		poller(this.fetchOnly, Duration.ofHours(1), Duration.ofSeconds(10));
		await().until(() -> this.received.size() == 1);
		this.templates.value(1);
		int fetches = this.templates.fetches();
		await().until(() -> this.templates.fetches() > fetches + 2);
		assertThat(this.received).as("more fees on the same tip wait for the job interval").hasSize(1);
		this.templates.newTip();
		await().until(() -> this.received.size() == 2);
		this.clock.pass(Duration.ofHours(1));
		await().until(() -> this.received.size() == 3);
	}

	@Test
	void handsOnWhatTheSourceGivesWithoutAnotherFetch() {
		poller(this.templates, Duration.ofHours(1), Duration.ofSeconds(10));
		await().until(() -> this.received.size() == 1);
		this.templates.newTip();
		await().until(() -> this.received.size() == 2);
		this.templates.value(1);
		this.templates.signal();
		await().until(() -> this.received.size() == 3);
		assertThat(this.templates.fetches()).isEqualTo(1);
	}

	@Test
	void fetchesAtOnceWhenThereMustBeANewTip() {
		TemplatePoller poller = poller(this.fetchOnly, Duration.ofHours(1), Duration.ofSeconds(10));
		await().until(() -> this.received.size() == 1);
		this.templates.newTip();
		poller.fetchNow();
		await().until(() -> this.received.size() == 2);
	}

	@Test
	void fetchesOnceMoreWhenThereMustBeANewTipWhileATemplateIsFetched() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		TemplatePoller poller = poller(() -> {
			BlockTemplate template = this.templates.template();
			begun.countDown();
			goOn.await();
			return template;
		}, Duration.ofHours(1), Duration.ofSeconds(10));
		begun.await();
		this.templates.newTip();
		poller.fetchNow();
		goOn.countDown();
		await().until(() -> this.received.size() == 2);
		assertThat(this.received).extracting(BlockTemplate::height).containsExactly(100, 101);
	}

	@Test
	void doesNotGoBackToATemplateThatWasOvertaken() throws Exception {
		CompletableFuture<BlockTemplate> next = new CompletableFuture<>();
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		BlockTemplate old = this.templates.template();
		AtomicInteger fetches = new AtomicInteger();
		TemplatePoller poller = poller(new BlockTemplateSource() {

			@Override
			public BlockTemplate fetch() throws Exception {
				if (fetches.incrementAndGet() != 2) {
					return (fetches.get() == 1) ? old : TemplatePollerTests.this.templates.template();
				}
				begun.countDown();
				goOn.await();
				return old;
			}

			@Override
			public CompletionStage<BlockTemplate> next(BlockTemplate current) {
				return next;
			}

		}, Duration.ofHours(1), Duration.ofSeconds(10));
		await().until(() -> this.received.size() == 1);
		poller.fetchNow();
		begun.await();
		this.templates.newTip();
		next.complete(this.templates.template());
		await().until(() -> this.received.size() == 2);
		goOn.countDown();
		await().until(() -> fetches.get() == 3);
		assertThat(this.received).extracting(BlockTemplate::height).containsExactly(100, 101);
	}

	@Test
	void takesNoNextTemplateForNever() throws Exception {
		BlockTemplateSource mock = mock(BlockTemplateSource.class);
		given(mock.fetch()).willReturn(this.templates.template());
		TemplatePoller poller = poller(mock, Duration.ofHours(1), Duration.ofSeconds(10));
		await().until(() -> this.received.size() == 1);
		verify(mock, timeout(10_000)).next(any());
		assertThat(error(poller)).isNull();
	}

	@Test
	void asksAgainForTheNextTemplateWhenThatFails() {
		AtomicInteger calls = new AtomicInteger();
		TemplatePoller poller = poller(new BlockTemplateSource() {

			@Override
			public BlockTemplate fetch() {
				return TemplatePollerTests.this.templates.template();
			}

			@Override
			public CompletionStage<BlockTemplate> next(BlockTemplate current) {
				return switch (calls.incrementAndGet()) {
					case 1 -> CompletableFuture.failedFuture(new IllegalStateException("no connection"));
					case 2 -> throw new NoClassDefFoundError("gone");
					default -> TemplatePollerTests.this.templates.next(current);
				};
			}

		}, Duration.ofHours(1), Duration.ofSeconds(10));
		await().until(() -> "java.lang.IllegalStateException: no connection".equals(error(poller)));
		await().until(() -> calls.get() == 3);
		this.templates.newTip();
		await().until(() -> this.received.size() == 2);
	}

	@Test
	void goesOnWithTheOldTemplateWhileACallDoesNotReturnAndMakesNoOther() {
		CountDownLatch hanging = new CountDownLatch(1);
		AtomicInteger calls = new AtomicInteger();
		this.pollInterval = Duration.ofMillis(20);
		TemplatePoller poller = poller(() -> {
			if (calls.incrementAndGet() == 2) {
				awaitStubbornly(hanging);
			}
			return this.templates.template();
		}, Duration.ofMillis(30), Duration.ofMillis(50));
		await().until(() -> error(poller) != null);
		assertThat(error(poller)).isEqualTo("no result within PT0.05S");
		this.clock.pass(Duration.ofMillis(30));
		await().until(() -> this.received.size() == 2);
		this.clock.pass(Duration.ofMillis(30));
		await().until(() -> this.received.size() == 3);
		assertThat(calls).hasValue(2);
		hanging.countDown();
		await().until(() -> calls.get() > 2 && error(poller) == null);
	}

	@Test
	void handsOnTransactionsAtOnceAfterWorkWithoutAny() {
		this.pollInterval = Duration.ofMillis(20);
		poller(this.templates::fetch, Duration.ofHours(1), Duration.ofSeconds(10));
		await().until(() -> this.received.size() == 1);
		this.templates.transactions(List.of(new TemplateTransaction(Hash256.ZERO, new byte[60], 240, 0)));
		await().until(() -> this.received.size() == 2);
		assertThat(this.received.get(1).transactions()).hasSize(1);
		this.templates.value(6_000_000_000L);
		int fetches = this.templates.fetches();
		await().until(() -> this.templates.fetches() > fetches + 2);
		assertThat(this.received).hasSize(2);
	}

	@Test
	void asksForTheNextTemplateAgainWhenNothingWasPromised() {
		AtomicInteger asked = new AtomicInteger();
		this.pollInterval = Duration.ofMillis(20);
		poller(new BlockTemplateSource() {

			@Override
			public BlockTemplate fetch() {
				return TemplatePollerTests.this.templates.template();
			}

			@Override
			@SuppressWarnings("NullAway")
			public CompletionStage<BlockTemplate> next(BlockTemplate current) {
				asked.incrementAndGet();
				return null;
			}

		}, Duration.ofMillis(30), Duration.ofSeconds(10));
		await().until(() -> asked.get() > 1);
	}

	private static void awaitStubbornly(CountDownLatch latch) {
		while (latch.getCount() > 0) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				// It hangs
			}
		}
	}

	private static @Nullable String error(TemplatePoller poller) {
		return poller.faults().filter(Objects::nonNull).map(Fault::text).findFirst().orElse(null);
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
		await().until(() -> error(poller) == null);
	}

	@Test
	void refusesATemplateThatCannotBe() {
		BlockTemplate good = this.templates.template();
		BlockTemplate wrong = good.toBuilder().time(good.minTime() - 1).build();
		TemplatePoller poller = poller(() -> wrong, Duration.ofMillis(30), Duration.ofSeconds(10));
		await().until(() -> error(poller) != null);
		assertThat(error(poller)).contains("template time: " + (good.minTime() - 1));
		assertThat(this.received).isEmpty();
	}

	@Test
	void refusesATemplateWhoseRequiredOutputsAreWorthMoreThanItsCoinbase() {
		this.templates.chain((template) -> template.toBuilder()
			.requiredOutputs(List.of(new TxOutput(template.coinbaseValue() + 1, new byte[1])))
			.build());
		TemplatePoller poller = poller(this.templates, Duration.ofMillis(30), Duration.ofSeconds(10));
		await().until(() -> error(poller) != null);
		assertThat(error(poller)).contains("coinbaseValue without requiredOutputs: -1 (expected: 0 to 5000000000)");
		assertThat(this.received).isEmpty();
	}

	@Test
	void handsOnAtOnceWhatTheChainDemandsAnew() {
		List<UnaryOperator<Builder>> demands = List.of((builder) -> builder.coinbaseVersion(3),
				(builder) -> builder.coinbaseScript(new byte[] { 1 }),
				(builder) -> builder.coinbasePayload(new byte[] { 2 }), (builder) -> builder.trailer(new byte[] { 3 }),
				(builder) -> builder.requiredOutputs(List.of(new TxOutput(1, new byte[1]))));
		poller(this.templates, Duration.ofHours(1), Duration.ofSeconds(10));
		await().until(() -> this.received.size() == 1);
		for (int i = 0; i < demands.size(); i++) {
			UnaryOperator<Builder> demand = demands.get(i);
			int expected = i + 2;
			this.templates.chain((template) -> demand.apply(template.toBuilder()).build());
			this.templates.signal();
			await().until(() -> this.received.size() == expected);
		}
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
			public CompletionStage<BlockTemplate> next(BlockTemplate current) {
				throw new IllegalStateException("no signal");
			}

		};
		poller(source, Duration.ofMillis(20), Duration.ofSeconds(10));
		await().until(() -> this.received.size() == 1);
	}

	private TemplatePoller poller(BlockTemplateSource source, Duration interval, Duration timeout) {
		EngineSettings defaults = TestSettings.defaults();
		EngineSettings settings = new EngineSettings(0, 8, 0, this.pollInterval, interval, defaults.jobLifetime(),
				defaults.maxWorkAge(), new Calls(timeout, 1, timeout), defaults.coinbase(), defaults.acknowledgement(),
				defaults.resume(), null);
		TemplatePoller poller = new TemplatePoller(source, settings, this.runtime, this.received::add);
		this.runtime.start();
		poller.start();
		return poller;
	}

}
