package io.stratum.engine.share;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Hash256;
import io.stratum.mining.PoisonShareException;
import io.stratum.mining.Share;
import io.stratum.mining.Worker;
import io.stratum.mining.share.ShareResult;

import static org.assertj.core.api.Assertions.assertThat;

class PoisonSearchTests {

	private static final ShareResult.Accepted VERDICT = new ShareResult.Accepted(1, Hash256.ZERO, null);

	private final ScriptedRecorder recorder = new ScriptedRecorder();

	private final List<JournalEntry> open = new ArrayList<>();

	private int others;

	private final PoisonSearch search = new PoisonSearch(this.recorder, 1000, this.open);

	@Test
	void givesABatchThatIsRecordedInOneCall() {
		open(100);
		assertThat(round()).isTrue();
		assertThat(this.recorder.calls).hasSize(1);
		assertThat(this.recorder.recorded).containsExactlyElementsOf(numbers(0, 100));
		assertThat(this.open).isEmpty();
	}

	@Test
	void findsOneThatIsRefusedWhereverItIsAndRecordsTheOthersInOrder() {
		for (int i = 0; i < 99; i++) {
			PoisonSearchTests test = new PoisonSearchTests();
			test.recorder.poison(i);
			test.open(100);
			assertThat(test.round()).isTrue();
			List<Long> others = numbers(0, 100);
			others.remove(Long.valueOf(i));
			assertThat(test.recorder.recorded).containsExactlyElementsOf(others);
			assertThat(test.recorder.calls).hasSizeLessThanOrEqualTo(23);
			test.recordOthers(8);
			assertThat(test.recorder.setAside).containsExactly((long) i);
		}
	}

	@Test
	void keepsTheLastOneThatIsRefusedUntilAnotherIsRecordedAfterIt() {
		this.recorder.poison(99);
		open(100);
		assertThat(round()).isTrue();
		assertThat(this.recorder.recorded).containsExactlyElementsOf(numbers(0, 99));
		recordOthers(6);
		assertThat(this.recorder.setAside).isEmpty();
		recordOthers(1);
		assertThat(this.recorder.setAside).containsExactly(99L);
		assertThat(this.recorder.recorded).contains(1000L, 1006L);
	}

	@Test
	void givesASuspectAloneWithoutCountingItWhileNoOtherShareComes() {
		this.recorder.poison(0);
		open(2);
		assertThat(round()).isTrue();
		assertThat(this.open).hasSize(1);
		for (int i = 0; i < 20; i++) {
			assertThat(round()).isTrue();
			assertThat(this.recorder.calls).endsWith(List.of(0L), List.of(0L));
		}
		assertThat(this.recorder.setAside).isEmpty();
		int calls = this.recorder.calls.size();
		recordOthers(1);
		assertThat(this.recorder.calls).hasSize(calls + 2).endsWith(List.of(1000L), List.of(0L));
	}

	@Test
	void givesNoMoreInACallThanABatch() {
		PoisonSearch small = new PoisonSearch(this.recorder, 3, this.open);
		open(8);
		assertThat(round(small)).isTrue();
		assertThat(this.recorder.calls).containsExactly(numbers(0, 3), numbers(3, 6), numbers(6, 8));
	}

	@Test
	void findsSeveral() {
		for (int seed = 0; seed < 200; seed++) {
			PoisonSearchTests test = new PoisonSearchTests();
			Random random = new Random(seed);
			Set<Long> poison = new TreeSet<>();
			int count = 1 + random.nextInt(40);
			while (poison.size() < count) {
				poison.add((long) random.nextInt(99));
			}
			test.recorder.poison.addAll(poison);
			test.open(100);
			test.roundsUntilDone(200);
			test.recordOthers(10);
			assertThat(test.recorder.setAside).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(poison);
			assertThat(test.recorder.recorded).doesNotHaveDuplicates().hasSize(110 - count);
		}
	}

	@Test
	void letsTheNewestShareTellALongRunOfPoisonFromAnOutage() {
		this.recorder.poison(IntStream.range(0, 1000).toArray());
		open(1000);
		for (int i = 0; i < 1000 && !this.open.isEmpty(); i++) {
			this.open.add(entry(1000 + i));
			round();
		}
		assertThat(this.recorder.setAside).containsExactlyElementsOf(numbers(0, 1000));
		assertThat(this.recorder.recorded).doesNotHaveDuplicates().allMatch((number) -> number >= 1000);
	}

	@Test
	void findsTheOneGoodShareAmongManyThatAreRefusedWhereverItIs() {
		for (int good = 0; good < 100; good++) {
			PoisonSearchTests test = new PoisonSearchTests();
			int other = good;
			test.recorder.poison(IntStream.range(0, 100).filter((i) -> i != other).toArray());
			test.open(100);
			for (int i = 0; i < 1000 && test.recorder.recorded.isEmpty(); i++) {
				test.round();
			}
			assertThat(test.recorder.recorded).containsExactly((long) good);
		}
	}

	@Test
	void setsNothingAsideThatARecorderRefusesNowAndThen() {
		for (int seed = 0; seed < 50; seed++) {
			PoisonSearchTests test = new PoisonSearchTests();
			Random random = new Random(seed);
			test.recorder.working = (call) -> random.nextInt(4) > 0;
			for (int i = 0; i < 100; i++) {
				test.open(10 * i, 10 * i + 10);
				test.round();
			}
			assertThat(test.recorder.setAside).as("seed %d", seed).isEmpty();
		}
	}

	@Test
	void setsNothingAsideWhenTheRecorderStopsWorkingJustAfterItRecordedAnother() {
		open(4);
		// All, half and one are refused, another is recorded, and then nothing for long
		this.recorder.working = (call) -> call == 3 || call > 40;
		for (int i = 0; i < 20; i++) {
			round();
		}
		assertThat(this.recorder.setAside).isEmpty();
		assertThat(this.recorder.recorded).containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
	}

	@Test
	void setsNothingAsideAndMakesTwoCallsARoundWhileNothingIsRecorded() {
		open(1000);
		this.recorder.working = (call) -> false;
		assertThat(round()).isFalse();
		assertThat(this.recorder.calls).hasSizeLessThanOrEqualTo(13);
		for (int i = 0; i < 100; i++) {
			this.recorder.calls.clear();
			assertThat(round()).isFalse();
			assertThat(this.recorder.calls).hasSize(2);
			assertThat(this.recorder.calls.get(0)).containsExactlyElementsOf(numbers(0, 1000));
		}
		assertThat(this.recorder.setAside).isEmpty();
		this.recorder.calls.clear();
		this.recorder.working = (call) -> true;
		assertThat(round()).isTrue();
		assertThat(this.recorder.calls).hasSize(1);
	}

	@Test
	void takesABatchOfPoisonAloneForAnOutage() {
		this.recorder.poison(IntStream.range(0, 100).toArray());
		open(100);
		for (int i = 0; i < 50; i++) {
			assertThat(round()).isFalse();
		}
		assertThat(this.recorder.setAside).isEmpty();
		assertThat(this.open).hasSize(100);
	}

	@Test
	void setsOnlyPoisonAsideWhenTheRecorderIsAwayForSomeCalls() {
		for (int poison : new int[] { 0, 1, 31, 50, 98 }) {
			for (int began = 0; began < 25; began++) {
				for (int length : new int[] { 1, 2, 3, 7, 12, 13, 30 }) {
					PoisonSearchTests test = new PoisonSearchTests();
					int first = began;
					int last = began + length;
					test.recorder.poison(poison);
					test.recorder.working = (call) -> call < first || call >= last;
					test.open(100);
					test.roundsUntilDone(100);
					test.recordOthers(30);
					test.recordOthers(5);
					assertThat(test.recorder.setAside).as("poison %d, away from %d to %d", poison, first, last)
						.containsExactly((long) poison);
					assertThat(test.recorder.recorded).as("poison %d, away from %d to %d", poison, first, last)
						.doesNotHaveDuplicates()
						.hasSize(134);
				}
			}
		}
	}

	@Test
	void triesAShareOnceMoreBeforeItIsPoison() {
		open(4);
		// All, the first half, the first alone: and then it works again
		this.recorder.working = (call) -> call > 2;
		assertThat(round()).isTrue();
		assertThat(this.recorder.setAside).isEmpty();
		assertThat(this.recorder.recorded).containsExactly(1L, 0L, 2L, 3L);
	}

	@Test
	void setsAsideAtOnceWhatTheRecorderNames() {
		this.recorder.poison(3, 70, 99);
		this.recorder.naming = true;
		open(100);
		assertThat(round()).isTrue();
		assertThat(this.recorder.setAside).containsExactly(3L, 70L, 99L);
		assertThat(this.recorder.calls).hasSize(2);
		assertThat(this.recorder.recorded).hasSize(97);
	}

	@Test
	void believesARecorderThatNamesAllOrOneAtATime() {
		this.recorder.poison(0, 1, 2);
		this.recorder.naming = true;
		open(3);
		assertThat(round()).isTrue();
		assertThat(this.recorder.setAside).containsExactly(0L, 1L, 2L);
		open(3, 2000);
		this.recorder.poison(IntStream.range(3, 1999).toArray());
		this.recorder.namesAtATime = 1;
		assertThat(round()).isTrue();
		assertThat(this.recorder.recorded).containsExactly(1999L);
	}

	@Test
	void halvesWhenTheRecorderNamesSharesThatItWasNotGiven() {
		this.recorder.strayName = entry(12345).share();
		this.recorder.poison(5);
		open(10);
		assertThat(round()).isTrue();
		assertThat(this.recorder.recorded).hasSize(9);
		recordOthers(8);
		assertThat(this.recorder.setAside).containsExactly(5L);
	}

	@Test
	void endsTheRoundWhenNothingIsKnownOfACall() {
		open(100);
		this.recorder.hanging = true;
		assertThat(round()).isFalse();
		assertThat(this.recorder.calls).hasSize(1);
		assertThat(this.open).hasSize(100);
	}

	@Test
	void givesASingleShareAgainThatIsRefusedAlone() {
		open(1);
		this.recorder.working = (call) -> call > 30;
		int rounds = 0;
		while (!round()) {
			rounds++;
		}
		assertThat(rounds).isBetween(10, 31);
		assertThat(this.recorder.calls).containsOnly(List.of(0L));
		assertThat(this.recorder.recorded).containsExactly(0L);
	}

	/** Whether the round said so, or that nothing is known. */
	private boolean round() {
		return round(this.search);
	}

	private static boolean round(PoisonSearch search) {
		try {
			return search.round();
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

	/** Lets other shares come, one at a time, and be recorded. */
	private void recordOthers(int count) {
		for (int i = 0; i < count; i++) {
			this.open.add(entry(1000 + this.others++));
			roundsUntilDone(50);
		}
	}

	private void roundsUntilDone(int most) {
		for (int i = 0; i < most && !round(); i++) {
			assertThat(this.open).isNotEmpty();
		}
	}

	private void open(int count) {
		open(0, count);
	}

	private void open(int from, int to) {
		IntStream.range(from, to).forEach((i) -> this.open.add(entry(i)));
	}

	private static JournalEntry entry(int number) {
		Share share = new Share("x", number, Worker.of("a.b"), 1, 1, 1, Hash256.ZERO, Instant.EPOCH, false, "tcp");
		return new JournalEntry(share, VERDICT, null, 0);
	}

	private static List<Long> numbers(int from, int to) {
		return new ArrayList<>(IntStream.range(from, to).mapToObj((i) -> (long) i).toList());
	}

	/**
	 * Refuses calls with poison, and all while it does not work.
	 */
	private static final class ScriptedRecorder implements PoisonSearch.Recorder {

		private final Set<Long> poison = new HashSet<>();

		private final List<List<Long>> calls = new ArrayList<>();

		private final List<Long> recorded = new ArrayList<>();

		private final List<Long> setAside = new ArrayList<>();

		/** By the number of the call, from 0. */
		private IntPredicate working = (call) -> true;

		private boolean hanging;

		private boolean naming;

		private int namesAtATime = Integer.MAX_VALUE;

		private Share strayName;

		private int count;

		void poison(int... numbers) {
			Arrays.stream(numbers).forEach((number) -> this.poison.add((long) number));
		}

		@Override
		public Exception give(List<JournalEntry> entries) throws InterruptedException {
			List<Long> numbers = entries.stream().map((entry) -> entry.share().sequence()).toList();
			this.calls.add(numbers);
			int call = this.count++;
			if (this.hanging) {
				throw new InterruptedException();
			}
			List<Share> refused = entries.stream()
				.map(JournalEntry::share)
				.filter((share) -> this.poison.contains(share.sequence()))
				.limit(this.namesAtATime)
				.toList();
			if (!this.working.test(call)) {
				return new IllegalStateException("away");
			}
			if (refused.isEmpty()) {
				this.recorded.addAll(numbers);
				return null;
			}
			if (this.strayName != null) {
				return new PoisonShareException(List.of(this.strayName), null);
			}
			return (this.naming) ? new PoisonShareException(refused, null) : new IllegalStateException("refused");
		}

		@Override
		public void setAside(JournalEntry entry, Exception cause) {
			this.setAside.add(entry.share().sequence());
		}

	}

}
