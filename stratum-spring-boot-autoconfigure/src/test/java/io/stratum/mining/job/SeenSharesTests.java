package io.stratum.mining.job;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.stratum.mining.job.SeenShares.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

class SeenSharesTests {

	private final Random random = new Random(11);

	private final SeenShares seen = new SeenShares(1000, 42);

	@Test
	void knowsWhatWasAdded() {
		byte[] hash = randomHash();
		assertThat(this.seen.contains(hash)).isFalse();
		assertThat(this.seen.add(hash, 1)).isEqualTo(Outcome.ADDED);
		assertThat(this.seen.contains(hash)).isTrue();
		assertThat(this.seen.add(hash.clone(), 2)).isEqualTo(Outcome.DUPLICATE);
		assertThat(this.seen.size()).isOne();
	}

	@Test
	void behavesLikeASet() {
		Set<Integer> expected = new HashSet<>();
		SeenShares large = new SeenShares(1 << 20, 7);
		for (int i = 0; i < 100_000; i++) {
			int value = this.random.nextInt(60_000);
			assertThat(large.contains(hash(value))).isEqualTo(expected.contains(value));
			assertThat(large.add(hash(value), 1)).isEqualTo(expected.add(value) ? Outcome.ADDED : Outcome.DUPLICATE);
		}
		assertThat(large.size()).isEqualTo(expected.size());
	}

	@Test
	void takesHashesOfZeros() {
		assertThat(this.seen.add(new byte[32], 1)).isEqualTo(Outcome.ADDED);
		assertThat(this.seen.add(new byte[32], 1)).isEqualTo(Outcome.DUPLICATE);
	}

	@Test
	void refusesNewSharesWhenItIsFullButForgetsNone() {
		for (int i = 0; i < 1000; i++) {
			assertThat(this.seen.add(hash(i), 1)).isEqualTo(Outcome.ADDED);
		}
		assertThat(this.seen.add(hash(1000), 1)).isEqualTo(Outcome.FULL);
		assertThat(this.seen.size()).isEqualTo(1000);
		for (int i = 0; i < 1000; i++) {
			assertThat(this.seen.add(hash(i), 1)).isEqualTo(Outcome.DUPLICATE);
		}
	}

	@Test
	void keepsSharesUntilTheirWorkIsDead() {
		this.seen.add(hash(1), 1);
		this.seen.add(hash(2), 2);
		this.seen.forget(0);
		this.seen.forget(1);
		this.seen.add(hash(3), 3);
		assertThat(this.seen.size()).isEqualTo(3);
		assertThat(this.seen.add(hash(2), 2)).isEqualTo(Outcome.DUPLICATE);
		assertThat(this.seen.add(hash(2), 3)).isEqualTo(Outcome.DUPLICATE);
		this.seen.forget(2);
		assertThat(this.seen.size()).isOne();
		assertThat(this.seen.contains(hash(2))).isFalse();
		assertThat(this.seen.contains(hash(3))).isTrue();
		this.seen.forget(3);
		this.seen.forget(3);
		assertThat(this.seen.size()).isZero();
	}

	@Test
	void takesNoShareOfForgottenWork() {
		this.seen.add(hash(1), 5);
		this.seen.forget(5);
		this.seen.forget(5);
		assertThat(this.seen.add(hash(1), 5)).isEqualTo(Outcome.FORGOTTEN);
		assertThat(this.seen.add(hash(1), 6)).isEqualTo(Outcome.ADDED);
	}

	@Test
	void creditsNothingTwiceHoweverWorksDie() {
		Set<Integer> live = new HashSet<>();
		int[] workOf = new int[2000];
		int current = 1;
		for (int i = 0; i < 200_000; i++) {
			if (this.random.nextInt(50) == 0) {
				current++;
				this.seen.forget(current - 4);
				int dead = current - 4;
				live.removeIf((value) -> workOf[value] <= dead);
			}
			int value = this.random.nextInt(2000);
			int work = Math.max(1, current - this.random.nextInt(4));
			if (live.contains(value)) {
				assertThat(this.seen.add(hash(value), work)).isEqualTo(Outcome.DUPLICATE);
			}
			else if (this.seen.add(hash(value), work) == Outcome.ADDED) {
				live.add(value);
				workOf[value] = work;
			}
		}
		assertThat(this.seen.size()).isLessThan(1000);
	}

	private byte[] randomHash() {
		byte[] bytes = new byte[32];
		this.random.nextBytes(bytes);
		return bytes;
	}

	private static byte[] hash(int value) {
		return ByteBuffer.allocate(32).putInt(value).putInt(12, 2).array();
	}

}
