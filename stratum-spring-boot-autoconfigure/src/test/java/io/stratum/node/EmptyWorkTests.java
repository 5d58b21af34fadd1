package io.stratum.node;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Hash256;
import io.stratum.mining.BlockTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class EmptyWorkTests {

	private static final Instant NOW = Instant.ofEpochSecond(1_796_067_600);

	@Test
	void isMadeFromTheHeaderAndTheRulesOfTheLastTemplate() {
		BlockTemplate work = work(header(900_001, 1, 0x17030ecd), 900_001).template();
		assertThat(work.previousBlock()).isEqualTo(Hash256.ZERO);
		assertThat(work.height()).isEqualTo(900_002);
		assertThat(work.nBits()).isEqualTo(0x17030ecd);
		assertThat(work.minTime()).isEqualTo(1_796_067_001);
		assertThat(work.time()).isEqualTo(NOW.getEpochSecond());
		assertThat(work.coinbaseValue()).isEqualTo(312_500_000);
		assertThat(work.transactions()).isEmpty();
		assertThat(work.witnessCommitment()).hasSize(38);
	}

	@Test
	void isNotMadeWhereTargetOrSubsidyChange() {
		assertThat(work(header(2015, 1, 0x17030ecd), 2015)).isNull();
		assertThat(work(header(2016, 1, 0x17030ecd), 2016)).isNotNull();
		assertThat(work(header(209_999, 1, 0x17030ecd), 209_999)).isNull();
		assertThat(work(header(210_000, 1, 0x17030ecd), 210_000).template().coinbaseValue()).isEqualTo(2_500_000_000L);
		assertThat(work(header(209_998, 1, 0x17030ecd), 209_998).template().coinbaseValue()).isEqualTo(5_000_000_000L);
	}

	@Test
	void isNotMadeOnABlockThatIsNotTheTipOrDoesNotFollow() {
		assertThat(work(header(900_001, -1, 0x17030ecd), 900_001)).isNull();
		assertThat(work(header(900_001, 2, 0x17030ecd), 900_001)).isNull();
		assertThat(work(header(900_001, 1, 0x17030ecd), 900_000)).isNull();
		assertThat(work(header(900_001, 1, 0x17030ece), 900_001)).isNull();
	}

	private static ChainHeader header(int height, int confirmations, int nBits) {
		return new ChainHeader(height, confirmations, 1_796_067_500, 1_796_067_000, nBits);
	}

	private static NodeTemplate work(ChainHeader header, int lastHeight) {
		BlockTemplate last = BlockTemplate.builder()
			.previousBlock(Hash256.ZERO)
			.height(lastHeight)
			.nBits(0x17030ecd)
			.time(1_796_067_500)
			.minTime(1_796_067_000)
			.coinbaseValue(0)
			.witnessCommitment(new byte[38])
			.fetched(NOW)
			.build();
		return EmptyWork.on(Hash256.ZERO, header, new NodeTemplate(last, null), NOW);
	}

}
