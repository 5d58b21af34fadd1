package io.stratum.ban;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.stratum.mining.ban.Ban;
import io.stratum.mining.ban.BanReason;
import io.stratum.mining.ban.BanStore;
import io.stratum.mining.ban.BanSubject;
import io.stratum.mining.ban.InMemoryBanStore;
import io.stratum.mining.ban.IpNetwork;
import io.stratum.server.LogLines;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Bans} with a store that is shared, slow or broken.
 */
@Timeout(30)
class BanSyncTests {

	private static final BanSubject ONE = new BanSubject.Network(IpNetwork.parse("192.0.2.1"));

	private static final BanSubject OTHER = new BanSubject.Account("alice");

	private static final String STORE = "BanStore (" + ScriptedStore.class.getName() + ")";

	private final LogLines log = new LogLines(Bans.class);

	private final TestBans config = new TestBans();

	private final ScriptedStore store = new ScriptedStore();

	private final List<Bans> started = new ArrayList<>();

	BanSyncTests() {
		this.config.store = this.store;
		this.config.refreshInterval = Duration.ofMillis(20);
		this.config.storeTimeout = Duration.ofSeconds(2);
	}

	@AfterEach
	void stop() {
		this.store.healthy();
		this.started.forEach(Bans::stop);
		this.log.close();
	}

	@Test
	void knowsWhatIsStoredOnceItIsStarted() {
		this.store.save(new Ban(ONE, BanReason.OPERATOR, this.config.now(), this.config.now().plusSeconds(60), "old"));
		Bans bans = start();
		assertThat(bans.page(0, 10)).singleElement().satisfies((ban) -> assertThat(ban.comment()).isEqualTo("old"));
		assertThat(bans.imposed(BanReason.OPERATOR)).isZero();
	}

	@Test
	void sharesBansAmongServers() {
		Bans here = start();
		Bans there = start();
		long version = there.version();
		here.add(ONE, null, "");
		there.add(OTHER, null, "");
		Awaitility.await().until(() -> here.size() == 2 && there.size() == 2);
		assertThat(there.version()).isGreaterThan(version);
		there.remove(ONE);
		Awaitility.await().until(() -> here.size() == 1);
		assertThat(here.page(0, 10)).extracting(Ban::subject).containsExactly(OTHER);
	}

	@Test
	void knowsItsOwnBansWhileTheStoreIsBusy() {
		Bans bans = start();
		this.store.block();
		bans.add(ONE, null, "");
		bans.add(OTHER, null, "");
		bans.remove(ONE);
		assertThat(bans.page(0, 10)).extracting(Ban::subject).containsExactly(OTHER);
		this.store.healthy();
		Awaitility.await().until(() -> this.store.subjects().equals(List.of(OTHER)));
		assertThat(bans.page(0, 10)).extracting(Ban::subject).containsExactly(OTHER);
	}

	@Test
	void doesNotLoseABanThatIsImposedDuringALoad() {
		Bans bans = start();
		int loads = this.store.loads;
		this.store.block();
		Awaitility.await().until(() -> this.store.waiting);
		bans.add(ONE, null, "");
		this.store.healthy();
		Awaitility.await().until(() -> this.store.loads > loads + 3);
		assertThat(bans.page(0, 10)).extracting(Ban::subject).containsExactly(ONE);
		assertThat(this.store.subjects()).containsExactly(ONE);
	}

	@Test
	void goesOnWhenTheStoreFailsAndTellsItLater() {
		Bans bans = start();
		this.store.fail();
		bans.add(ONE, null, "");
		bans.add(OTHER, null, "");
		Awaitility.await().until(() -> this.store.failures > 5);
		assertThat(bans.size()).isEqualTo(2);
		this.store.healthy();
		Awaitility.await().until(() -> this.store.subjects().size() == 2);
		Awaitility.await().until(() -> bans.faults().isEmpty());
		assertThat(this.log.lines).filteredOn((line) -> line.contains("WARN"))
			.singleElement(InstanceOfAssertFactories.STRING)
			.endsWith(STORE + " failed (1 in a row): java.lang.IllegalStateException: failed on purpose");
		assertThat(this.log.lines).anyMatch((line) -> line.startsWith("INFO " + STORE + " works again after "));
	}

	@Test
	void startsWithoutABrokenStore() {
		this.store.fail();
		Bans bans = start();
		bans.add(ONE, null, "");
		assertThat(bans.size()).isOne();
	}

	@Test
	void doesNotWaitLongerThanTheTimeout() {
		this.config.storeTimeout = Duration.ofMillis(50);
		this.store.block();
		Bans bans = start();
		bans.add(ONE, null, "");
		bans.stop();
		assertThat(bans.size()).isOne();
	}

	@Test
	void callsAStoreThatHangsOnlyOnce() {
		this.config.storeTimeout = Duration.ofMillis(20);
		Bans bans = start();
		this.store.block();
		bans.add(ONE, null, "");
		Awaitility.await().until(() -> this.log.lines.stream().anyMatch((line) -> line.contains("failed")));
		assertThat(bans.faults()).singleElement().satisfies((fault) -> {
			assertThat(fault.bean()).isEqualTo(STORE);
			assertThat(fault.text()).isEqualTo("no result within PT0.02S");
			assertThat(fault.broken()).isFalse();
		});
		bans.stop();
		assertThat(this.log.lines).anyMatch((line) -> line.endsWith("the store was not told of: 1"));
		bans.start();
		bans.remove(ONE);
		Awaitility.await().during(Duration.ofMillis(300)).until(() -> this.store.calls.get() == 1);
		this.store.healthy();
		int loads = this.store.loads;
		Awaitility.await().until(() -> this.store.loads > loads + 2);
		assertThat(this.store.subjects()).isEmpty();
		assertThat(bans.size()).isZero();
		assertThat(this.store.mostCalls).isOne();
		assertThat(bans.faults()).isEmpty();
	}

	@Test
	void interruptsAStoreThatTakesTooLong() {
		this.config.storeTimeout = Duration.ofMillis(20);
		Bans bans = start();
		this.store.blockInterruptibly();
		bans.add(ONE, null, "");
		Awaitility.await().until(() -> this.store.interrupts > 2);
		assertThat(bans.size()).isOne();
		this.store.healthy();
		Awaitility.await().until(() -> this.store.subjects().equals(List.of(ONE)));
		Awaitility.await().until(() -> bans.faults().isEmpty());
	}

	@Test
	void callsTheStoreOnOneThreadOfItsOwn() {
		Bans bans = start();
		bans.add(ONE, null, "");
		Awaitility.await().until(() -> this.store.subjects().equals(List.of(ONE)));
		bans.remove(ONE);
		Awaitility.await().until(() -> this.store.subjects().isEmpty());
		assertThat(this.store.threads).containsExactly("stratum-bans");
		bans.stop();
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().equals("stratum-bans")));
	}

	@Test
	void savesOtherBansWhileOneCannotBeSaved() {
		Bans bans = start();
		this.store.poison = ONE;
		bans.add(ONE, null, "");
		bans.add(OTHER, null, "");
		Awaitility.await().until(() -> this.store.subjects().equals(List.of(OTHER)));
		bans.stop();
		assertThat(this.log.lines).anyMatch((line) -> line.endsWith("the store was not told of: 1"));
	}

	@ParameterizedTest
	@MethodSource("wrongAnswers")
	void goesOnWithItsCopyWhenALoadGivesNonsense(Supplier<@Nullable Collection<Ban>> answer) {
		Bans bans = start();
		bans.add(ONE, null, "");
		Awaitility.await().until(() -> this.store.subjects().equals(List.of(ONE)));
		this.store.wrongAnswer = answer;
		Awaitility.await().until(() -> !bans.faults().isEmpty());
		assertThat(bans.page(0, 10)).extracting(Ban::subject).containsExactly(ONE);
		bans.add(OTHER, null, "");
		Awaitility.await().until(() -> this.store.subjects().size() == 2);
		this.store.wrongAnswer = null;
		Awaitility.await().until(() -> bans.faults().isEmpty());
		assertThat(bans.size()).isEqualTo(2);
	}

	static Stream<Arguments> wrongAnswers() {
		Instant until = Instant.parse("2027-01-01T00:00:00Z");
		return Stream.of(Arguments.of((Supplier<?>) () -> null),
				Arguments.of((Supplier<?>) () -> Collections.singleton(null)),
				Arguments.of((Supplier<?>) () -> List.of(new Ban(null, BanReason.OPERATOR, until, until, ""))));
	}

	@Test
	void goesOnAfterAnErrorOfTheStore() {
		Bans bans = start();
		this.store.error = new NoClassDefFoundError("on purpose");
		bans.add(ONE, null, "");
		Awaitility.await().until(() -> this.store.failures > 2);
		this.store.error = null;
		Awaitility.await().until(() -> this.store.subjects().equals(List.of(ONE)));
	}

	@Test
	void savesTheLastBansAtTheStop() {
		this.config.refreshInterval = Duration.ofHours(1);
		Bans bans = start();
		for (int i = 0; i < 50; i++) {
			bans.add(new BanSubject.Worker("worker" + i), null, "");
		}
		bans.stop();
		assertThat(this.store.subjects()).hasSize(50);
	}

	@Test
	void takesNoMoreBansThanItMay() {
		for (int i = 0; i < 150; i++) {
			this.store.save(new Ban(new BanSubject.Worker("worker" + i), BanReason.INVALID_SHARES, this.config.now(),
					this.config.now().plusSeconds(i + 1), ""));
		}
		Bans bans = start();
		assertThat(bans.size()).isEqualTo(100);
		assertThat(bans.page(0, 200)).extracting((ban) -> ban.subject().text())
			.contains("worker worker149")
			.doesNotContain("worker worker0");
	}

	@Test
	void boundsWhatItHoldsForABrokenStore() {
		this.config.maxBans = 10;
		this.config.refreshInterval = Duration.ofHours(1);
		this.store.fail();
		Bans bans = start();
		for (int i = 0; i < 1000; i++) {
			bans.ban(new BanSubject.Worker("worker" + i), BanReason.INVALID_SHARES, Duration.ofSeconds(i + 1),
					IpNetwork.parse("192.0.2.1"));
		}
		assertThat(bans.size()).isEqualTo(10);
		this.store.healthy();
		bans.stop();
		bans.start();
		assertThat(this.store.saves).isLessThanOrEqualTo(10);
	}

	@Test
	void boundsWhatItHoldsForAStoreThatHangs() {
		this.config.maxBans = 10;
		this.config.refreshInterval = Duration.ofHours(1);
		Bans bans = start();
		this.store.block();
		for (int i = 0; i < 1000; i++) {
			bans.ban(new BanSubject.Worker("worker" + i), BanReason.INVALID_SHARES, Duration.ofSeconds(i + 1),
					IpNetwork.parse("192.0.2.1"));
		}
		this.store.healthy();
		bans.stop();
		assertThat(this.store.subjects()).hasSize(10);
		assertThat(this.store.removes).isOne();
	}

	@Test
	void seesWhatOthersLiftWhileItCannotSave() {
		Bans bans = start();
		bans.add(OTHER, null, "");
		Awaitility.await().until(() -> this.store.subjects().equals(List.of(OTHER)));
		this.store.readOnly = true;
		bans.add(ONE, null, "");
		this.store.bans.remove(OTHER);
		Awaitility.await().until(() -> bans.size() == 1);
		assertThat(bans.page(0, 10)).extracting(Ban::subject).containsExactly(ONE);
		this.store.readOnly = false;
		Awaitility.await().until(() -> this.store.subjects().equals(List.of(ONE)));
	}

	@Test
	void tellsOfTenBansAMinute() {
		this.config.maxBans = 1000;
		Bans bans = this.config.create();
		for (int i = 0; i < 100; i++) {
			bans.add(new BanSubject.Worker("w\n\u202eforged\u0085" + i), null, "");
		}
		assertThat(this.log.lines).hasSize(10)
			.startsWith("INFO Banned worker w??forged?0 until 2026-01-01T01:00:00Z: operator");
		this.config.advance(Duration.ofMinutes(1));
		bans.add(ONE, null, "");
		assertThat(this.log.lines).endsWith("INFO 90 more bans in the last minute",
				"INFO Banned address 192.0.2.1 until 2026-01-01T01:01:00Z: operator");
	}

	private Bans start() {
		Bans bans = this.config.create();
		bans.start();
		this.started.add(bans);
		return bans;
	}

	/**
	 * A store that obeys the test.
	 */
	private static final class ScriptedStore implements BanStore {

		private final InMemoryBanStore bans = new InMemoryBanStore();

		private volatile @Nullable CountDownLatch blocked;

		private volatile boolean failing;

		private volatile boolean waiting;

		private volatile @Nullable Error error;

		private final AtomicInteger calls = new AtomicInteger();

		private volatile int mostCalls;

		private volatile int failures;

		private volatile int loads;

		private volatile int saves;

		private volatile int removes;

		private volatile boolean readOnly;

		private volatile boolean interruptible;

		private volatile int interrupts;

		private volatile @Nullable BanSubject poison;

		private volatile @Nullable Supplier<@Nullable Collection<Ban>> wrongAnswer;

		private final Set<String> threads = ConcurrentHashMap.newKeySet();

		void block() {
			this.interruptible = false;
			this.blocked = new CountDownLatch(1);
		}

		void blockInterruptibly() {
			this.blocked = new CountDownLatch(1);
			this.interruptible = true;
		}

		void fail() {
			this.failing = true;
		}

		void healthy() {
			this.failing = false;
			CountDownLatch latch = this.blocked;
			this.blocked = null;
			if (latch != null) {
				latch.countDown();
			}
		}

		List<BanSubject> subjects() {
			return this.bans.load(Instant.MIN).stream().map(Ban::subject).toList();
		}

		@Override
		public void save(Ban ban) {
			obey();
			if (this.readOnly || ban.subject().equals(this.poison)) {
				throw new IllegalStateException("read only");
			}
			this.saves++;
			this.bans.save(ban);
		}

		@Override
		public void remove(BanSubject subject) {
			obey();
			this.removes++;
			this.bans.remove(subject);
		}

		@Override
		public Collection<Ban> load(Instant now) {
			Collection<Ban> loaded = this.bans.load(now);
			obey();
			Supplier<@Nullable Collection<Ban>> wrong = this.wrongAnswer;
			if (wrong != null) {
				return wrong.get();
			}
			this.loads++;
			return loaded;
		}

		private void obey() {
			this.threads.add(Thread.currentThread().getName());
			this.mostCalls = Math.max(this.mostCalls, this.calls.incrementAndGet());
			try {
				suffer();
			}
			finally {
				this.calls.decrementAndGet();
			}
		}

		private void suffer() {
			CountDownLatch latch = this.blocked;
			if (latch != null) {
				this.waiting = true;
				hang(latch);
			}
			Error thrown = this.error;
			if (thrown != null) {
				this.failures++;
				throw thrown;
			}
			if (this.failing) {
				this.failures++;
				throw new IllegalStateException("failed on purpose");
			}
		}

		private void hang(CountDownLatch latch) {
			boolean interrupted;
			do {
				interrupted = false;
				try {
					latch.await();
				}
				catch (InterruptedException ex) {
					this.interrupts++;
					interrupted = true;
				}
			}
			while (interrupted && !this.interruptible);
			if (interrupted) {
				throw new IllegalStateException("interrupted");
			}
		}

	}

}
