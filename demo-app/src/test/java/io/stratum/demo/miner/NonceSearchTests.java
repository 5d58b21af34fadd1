package io.stratum.demo.miner;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.Sha256d;
import io.stratum.client.MinerJob;
import io.stratum.client.NotifyParams;
import io.stratum.client.ShareSubmission;
import io.stratum.client.Subscription;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NonceSearch}.
 */
class NonceSearchTests {

	private final MinerJob job = new MinerJob(new NotifyParams("1", Hash256.ZERO, new byte[] { 1 }, new byte[] { 2 },
			List.of(), 0x20000000, 0x207fffff, 0x504e86ed, true), new Subscription(null, new byte[4], 4), 0.000001, 0);

	@Test
	void eachShareMeetsTheTargetAndIsANewOne() {
		NonceSearch search = new NonceSearch(this.job);
		int last = -1;
		for (int found = 0; found < 5;) {
			if (search.search(1000)) {
				ShareSubmission share = search.share("demo");
				byte[] header = this.job.header(share.extranonce2());
				LittleEndian.putInt(header, BlockHeader.NONCE_OFFSET, share.nonce());
				assertThat(this.job.shareTarget().isMetBy(Sha256d.hash(header).toInternal())).isTrue();
				assertThat(share.nonce()).isGreaterThan(last);
				assertThat(share.time()).isEqualTo(0x504e86ed);
				last = share.nonce();
				found++;
			}
		}
	}

	@Test
	void triesNoMoreNoncesThanItMay() {
		MinerJob hard = new MinerJob(this.job.params(), this.job.subscription(), 1e12, 0);
		NonceSearch search = new NonceSearch(hard);
		assertThat(search.search(10)).isFalse();
		assertThat(search.share("demo").nonce()).isEqualTo(9);
	}

}
