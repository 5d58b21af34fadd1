package io.stratum.bitcoin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MerklePathTests {

	private final Random random = new Random(3);

	@Test
	void leadsToTheRootOfTheWholeTree() {
		for (int count = 0; count < 70; count++) {
			List<Hash256> txids = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				txids.add(randomHash());
			}
			Hash256 coinbase = randomHash();
			List<Hash256> all = new ArrayList<>(txids);
			all.add(0, coinbase);
			byte[] node = new byte[64];
			coinbase.copyTo(node, 0);
			MerklePath.fold(node, MerklePath.branches(txids), new Sha256d());
			assertThat(Hash256.ofInternal(Arrays.copyOf(node, 32))).isEqualTo(naiveRoot(all));
		}
	}

	@Test
	void hasNoBranchesWithoutTransactions() {
		assertThat(MerklePath.branches(List.of())).isEmpty();
	}

	@Test
	void hasOneBranchPerLevel() {
		assertThat(MerklePath.branches(Collections.nCopies(4095, Hash256.ZERO))).hasDimensions(12, 32);
		assertThat(MerklePath.branches(Collections.nCopies(4096, Hash256.ZERO))).hasDimensions(13, 32);
	}

	private static Hash256 naiveRoot(List<Hash256> hashes) {
		List<Hash256> level = hashes;
		while (level.size() > 1) {
			List<Hash256> next = new ArrayList<>();
			for (int i = 0; i < level.size(); i += 2) {
				byte[] pair = new byte[64];
				level.get(i).copyTo(pair, 0);
				level.get(Math.min(i + 1, level.size() - 1)).copyTo(pair, 32);
				next.add(Sha256d.hash(pair));
			}
			level = next;
		}
		return level.get(0);
	}

	private Hash256 randomHash() {
		byte[] bytes = new byte[32];
		this.random.nextBytes(bytes);
		return Hash256.ofInternal(bytes);
	}

}
