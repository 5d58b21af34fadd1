package io.stratum.engine;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Hash256;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.BlockTemplateSource;
import io.stratum.mining.TemplateTransaction;

/**
 * A source of empty templates whose tip and failures are set by the test.
 */
public final class TestTemplates implements BlockTemplateSource {

	/** A target of 2^-12: one hash in 4096 is a block. */
	public static final int N_BITS = 0x1f0fffff;

	private final InstantSource clock;

	private final AtomicInteger fetches = new AtomicInteger();

	private volatile int height = 100;

	private volatile int nBits = N_BITS;

	private volatile long value = 5_000_000_000L;

	private volatile List<TemplateTransaction> transactions = List.of();

	private volatile byte @Nullable [] commitment;

	private volatile UnaryOperator<BlockTemplate> chain = UnaryOperator.identity();

	private volatile @Nullable Exception failure;

	private CompletableFuture<Object> changed = new CompletableFuture<>();

	private boolean signalled;

	public TestTemplates(InstantSource clock) {
		this.clock = clock;
	}

	@Override
	public BlockTemplate fetch() throws Exception {
		this.fetches.incrementAndGet();
		synchronized (this) {
			this.signalled = false;
		}
		Exception problem = this.failure;
		if (problem != null) {
			throw problem;
		}
		return template();
	}

	@Override
	public CompletionStage<BlockTemplate> next(BlockTemplate current) {
		return changed().thenApply((signal) -> given());
	}

	private synchronized CompletableFuture<Object> changed() {
		return (this.signalled) ? CompletableFuture.completedFuture("changed since") : this.changed;
	}

	private synchronized BlockTemplate given() {
		this.signalled = false;
		return template();
	}

	public BlockTemplate template() {
		byte[] previous = new byte[32];
		previous[0] = (byte) this.height;
		long time = this.clock.instant().getEpochSecond();
		BlockTemplate template = BlockTemplate.builder()
			.previousBlock(Hash256.ofInternal(previous))
			.height(this.height)
			.nBits(this.nBits)
			.time(time)
			.minTime(time - 3600)
			.coinbaseValue(this.value)
			.transactions(this.transactions)
			.witnessCommitment(this.commitment)
			.fetched(this.clock.instant())
			.build();
		return this.chain.apply(template);
	}

	public int fetches() {
		return this.fetches.get();
	}

	public void nBits(int bits) {
		this.nBits = bits;
	}

	public void value(long coinbaseValue) {
		this.value = coinbaseValue;
	}

	public void transactions(List<TemplateTransaction> included) {
		this.transactions = included;
	}

	/** What each template is made to. */
	public void chain(UnaryOperator<BlockTemplate> demands) {
		this.chain = demands;
	}

	public void commitment(byte[] script) {
		this.commitment = script;
	}

	public void fail(@Nullable Exception problem) {
		this.failure = problem;
	}

	public void newTip() {
		this.height++;
		signal();
	}

	public void signal() {
		CompletableFuture<Object> old;
		synchronized (this) {
			this.signalled = true;
			old = this.changed;
			this.changed = new CompletableFuture<>();
		}
		old.complete("changed");
	}

}
