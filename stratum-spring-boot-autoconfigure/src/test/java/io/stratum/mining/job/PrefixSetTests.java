package io.stratum.mining.job;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PrefixSetTests {

	@Test
	void givesOutEveryNumberOfItsCapacity() {
		PrefixSet set = new PrefixSet(64, 1 << 16);
		Set<Integer> taken = new HashSet<>();
		for (int i = 0; i < 1 << 16; i++) {
			int index = set.take();
			assertThat(index).isBetween(0, (1 << 16) - 1);
			assertThat(taken.add(index)).isTrue();
		}
		assertThat(set.take()).isEqualTo(-1);
		set.free(4711);
		assertThat(set.take()).isEqualTo(4711);
		assertThat(set.take()).isEqualTo(-1);
	}

	@Test
	void staysConsistentUnderRandomUse() {
		PrefixSet set = new PrefixSet(64, 4096);
		Random random = new Random(3);
		Set<Integer> taken = new HashSet<>();
		for (int i = 0; i < 200_000; i++) {
			if (random.nextInt(5) < 3) {
				int index = set.take();
				assertThat(index >= 0).isEqualTo(taken.size() < 4096);
				assertThat(index < 0 || taken.add(index)).isTrue();
			}
			else if (!taken.isEmpty()) {
				int index = taken.iterator().next();
				taken.remove(index);
				set.free(index);
			}
			assertThat(set.size()).isEqualTo(taken.size());
		}
	}

}
