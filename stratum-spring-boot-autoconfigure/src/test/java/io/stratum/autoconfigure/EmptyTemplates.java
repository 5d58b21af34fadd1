package io.stratum.autoconfigure;

import java.time.Instant;
import java.util.List;
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
		return new BlockTemplate(Hash256.ZERO, 100, 0x20000000, 0, 0x1d00ffff, now, now - 600, 5_000_000_000L,
				List.of(), null, BlockTemplate.MAX_WEIGHT, BlockTemplate.MAX_SIGOPS, Instant.now());
	}

	@Override
	public CompletionStage<BlockTemplate> next(BlockTemplate current) {
		return new CompletableFuture<>();
	}

}
