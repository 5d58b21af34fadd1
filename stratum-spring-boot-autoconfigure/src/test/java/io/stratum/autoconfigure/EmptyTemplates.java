package io.stratum.autoconfigure;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.stratum.bitcoin.Hash256;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.BlockTemplateSource;

/**
 * A source of empty blocks on top of nothing.
 */
public final class EmptyTemplates implements BlockTemplateSource {

	/** An address of the network regtest. */
	public static final String REGTEST_ADDRESS = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";

	@Override
	public BlockTemplate fetch() {
		long now = Instant.now().getEpochSecond();
		return BlockTemplate.builder()
			.previousBlock(Hash256.ZERO)
			.height(100)
			.nBits(0x1d00ffff)
			.time(now)
			.minTime(now - 600)
			.coinbaseValue(5_000_000_000L)
			.fetched(Instant.now())
			.build();
	}

	@Override
	public CompletionStage<BlockTemplate> next(BlockTemplate current) {
		return new CompletableFuture<>();
	}

}
