package io.stratum.demo.miner;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NonceSearch}.
 */
class NonceSearchTests {

	private static final int TIME = 0x504e86ed;

	private final List<byte[]> submitted = new ArrayList<>();

	@Test
	void eachShareMeetsTheTargetAndIsANewOne() {
		Target target = Target.ofDifficulty(0.000001, Target.DIFFICULTY_ONE);
		NonceSearch search = new NonceSearch(new Task(target, 4, this.submitted));
		int last = -1;
		while (this.submitted.size() < 5) {
			if (search.search(1000)) {
				search.submit().block();
				byte[] header = this.submitted.get(this.submitted.size() - 1);
				assertThat(target.isMetBy(Sha256d.hash(header).toInternal())).isTrue();
				int nonce = LittleEndian.getInt(header, BlockHeader.NONCE_OFFSET);
				assertThat(nonce).isGreaterThan(last);
				assertThat(LittleEndian.getInt(header, BlockHeader.TIME_OFFSET)).isEqualTo(TIME);
				last = nonce;
			}
		}
	}

	@Test
	void triesNoMoreNoncesThanItMay() {
		NonceSearch search = new NonceSearch(new Task(Target.ofCompact(0x03000001), 0, this.submitted));
		assertThat(search.search(10)).isFalse();
		search.submit().block();
		assertThat(LittleEndian.getInt(this.submitted.get(0), BlockHeader.NONCE_OFFSET)).isEqualTo(9);
	}

	private record Task(Target target, int extranonceSize, List<byte[]> submitted) implements MiningTask {

		@Override
		public String worker() {
			return "demo";
		}

		@Override
		public byte[] header(byte[] extranonce) {
			assertThat(extranonce).hasSize(this.extranonceSize);
			return new BlockHeader(0x20000000, Hash256.ZERO, Hash256.ZERO, TIME, 0x207fffff, 0).toBytes();
		}

		@Override
		public Mono<?> submit(byte[] extranonce, byte[] header) {
			return Mono.fromRunnable(() -> this.submitted.add(header));
		}

	}

}
