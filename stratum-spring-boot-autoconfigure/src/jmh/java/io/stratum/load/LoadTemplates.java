package io.stratum.load;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.stratum.bitcoin.Hash256;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.BlockTemplateSource;
import io.stratum.mining.TemplateTransaction;

/**
 * Templates as large as on the main network, with a new tip at a fixed interval.
 */
final class LoadTemplates implements BlockTemplateSource {

	private static final int TRANSACTIONS = 4095;

	private final List<TemplateTransaction> transactions = new ArrayList<>();

	private final int tipMillis;

	private int height = 900_000;

	/**
	 * Creates templates.
	 * @param tipMillis the interval between tips in milliseconds, 0 for a single one
	 */
	LoadTemplates(int tipMillis) {
		this.tipMillis = tipMillis;
		for (int i = 0; i < TRANSACTIONS; i++) {
			byte[] id = ByteBuffer.allocate(Hash256.LENGTH).putInt(i).array();
			this.transactions.add(new TemplateTransaction(Hash256.ofInternal(id), new byte[0], 400, 4));
		}
	}

	@Override
	public synchronized BlockTemplate fetch() {
		Instant now = Instant.now();
		byte[] previous = ByteBuffer.allocate(Hash256.LENGTH).putInt(this.height).array();
		return BlockTemplate.builder()
.previousBlock(Hash256.ofInternal(previous))
.height(this.height)
.nBits(0x1702a3c0)
.time(now.getEpochSecond())
.minTime(now.getEpochSecond() - 600)
.coinbaseValue(312_500_000)
.transactions(this.transactions)
.witnessCommitment(new byte[38])
.fetched(now)
.build();
	}

	@Override
	public CompletionStage<BlockTemplate> next(BlockTemplate current) {
		CompletableFuture<Void> tip = new CompletableFuture<>();
		if (this.tipMillis > 0) {
			tip.completeOnTimeout(null, this.tipMillis, TimeUnit.MILLISECONDS);
		}
		return tip.thenApply((done) -> fetchNext());
	}

	private synchronized BlockTemplate fetchNext() {
		this.height++;
		return fetch();
	}

}
