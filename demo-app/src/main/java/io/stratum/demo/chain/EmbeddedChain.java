package io.stratum.demo.chain;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.bitcoinj.base.Coin;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.params.RegTestParams;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Target;
import io.stratum.mining.Block;
import io.stratum.mining.BlockOutcome;
import io.stratum.mining.BlockSubmitter;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.BlockTemplateSource;
import io.stratum.mining.TemplateTransaction;

/**
 * A chain in memory that takes the place of a node: it gives templates on top of the
 * genesis block of regtest and connects the blocks that obey its rules. They are the
 * rules of regtest, except that the difficulty follows the hash rate, and that the
 * subsidy halves every 210,000 blocks instead of 150. There is one branch: a block that
 * does not follow the tip is stale. Safe for use by several threads.
 */
public final class EmbeddedChain implements BlockTemplateSource, BlockSubmitter {

	private static final int VERSION = 0x20000000;

	private static final Duration MAX_TIME_AHEAD = Duration.ofHours(2);

	private static final int REMEMBERED_BLOCKS = 2016;

	private final InstantSource clock;

	private final DifficultyAdjustment adjustment;

	private final Set<Hash256> blocks = new LinkedHashSet<>();

	private volatile ChainTip tip;

	private volatile CompletableFuture<Void> tipChange = new CompletableFuture<>();

	/**
	 * Creates a chain that has just its genesis block.
	 * @param properties the difficulty
	 * @param clock the time
	 */
	public EmbeddedChain(ChainProperties properties, InstantSource clock) {
		this.clock = clock;
		this.adjustment = new DifficultyAdjustment(properties.getBlockInterval(), properties.getMinimumDifficulty());
		org.bitcoinj.core.Block genesis = RegTestParams.get().getGenesisBlock();
		int nBits = Target.ofDifficulty(properties.getInitialDifficulty(), Target.DIFFICULTY_ONE).toCompact();
		this.tip = new ChainTip(hash(genesis.getHash()), 0, clock.instant(), nBits,
				List.of(genesis.time().getEpochSecond()), Coins.genesis());
		this.blocks.add(this.tip.hash());
	}

	/**
	 * The height of the last block.
	 * @return 0 for the genesis block
	 */
	public int height() {
		return this.tip.height();
	}

	/**
	 * The hash of the last block.
	 * @return the hash
	 */
	public Hash256 tipHash() {
		return this.tip.hash();
	}

	/**
	 * The difficulty that a block must have now.
	 * @return the difficulty
	 */
	public double difficulty() {
		return Target.ofCompact(nBits(this.tip, this.clock.instant())).difficulty(Target.DIFFICULTY_ONE);
	}

	@Override
	public BlockTemplate fetch() {
		ChainTip tip = this.tip;
		Instant now = this.clock.instant();
		int height = tip.height() + 1;
		List<Transaction> waiting = tip.coins().waiting(height);
		Coin value = BlockRules.subsidy(height).add(Coins.FEE.multiply(waiting.size()));
		long minTime = tip.medianTime() + 1;
		return BlockTemplate.builder()
			.previousBlock(tip.hash())
			.height(height)
			.version(VERSION)
			.nBits(nBits(tip, now))
			.time(Math.max(minTime, now.getEpochSecond()))
			.minTime(minTime)
			.coinbaseValue(value.value)
			.transactions(waiting.stream().map(EmbeddedChain::templateTransaction).toList())
			.witnessCommitment(WitnessCommitment.script(waiting))
			.fetched(now)
			.build();
	}

	private static TemplateTransaction templateTransaction(Transaction transaction) {
		return new TemplateTransaction(hash(transaction.getTxId()), transaction.serialize(), transaction.getWeight(),
				0);
	}

	@Override
	public CompletionStage<BlockTemplate> next(BlockTemplate current) {
		// read before the tip: a change in between completes the future that is returned
		CompletableFuture<Void> change = this.tipChange;
		return current.previousBlock().equals(this.tip.hash()) ? change.thenApply((changed) -> fetch())
				: CompletableFuture.completedFuture(fetch());
	}

	@Override
	public BlockOutcome submit(Block block) {
		CompletableFuture<Void> change;
		try {
			org.bitcoinj.core.Block parsed = BlockRules.parse(block.bytes());
			synchronized (this) {
				if (this.blocks.contains(hash(parsed.getHash()))) {
					return BlockOutcome.DUPLICATE;
				}
				connect(parsed);
				change = this.tipChange;
				this.tipChange = new CompletableFuture<>();
			}
		}
		catch (RuleViolation ex) {
			return BlockOutcome.rejected(ex.rule());
		}
		change.complete(null);
		return BlockOutcome.ACCEPTED;
	}

	private void connect(org.bitcoinj.core.Block block) throws RuleViolation {
		ChainTip tip = this.tip;
		Instant now = this.clock.instant();
		int height = tip.height() + 1;
		verifyContext(block, tip, now);
		BlockRules.verify(block, height);
		List<Transaction> transactions = BlockRules.transactions(block);
		Coins.Spending spending = tip.coins().spend(transactions.subList(1, transactions.size()));
		BlockRules.verifyValue(block, height, spending.fees());
		Hash256 hash = hash(block.getHash());
		this.tip = new ChainTip(hash, height, now, nextNBits(block, tip, now),
				tip.timesWith(block.time().getEpochSecond()), spending.coins());
		this.blocks.add(hash);
		if (this.blocks.size() > REMEMBERED_BLOCKS) {
			this.blocks.remove(this.blocks.iterator().next());
		}
	}

	private void verifyContext(org.bitcoinj.core.Block block, ChainTip tip, Instant now) throws RuleViolation {
		Hash256 previous = hash(block.getPrevBlockHash());
		if (!previous.equals(tip.hash())) {
			throw new RuleViolation(this.blocks.contains(previous) ? "stale-prevblk" : "bad-prevblk");
		}
		if (block.getVersion() < 4 && block.getVersion() >= 0) {
			throw new RuleViolation("bad-version: " + block.getVersion() + " (expected: >= 4)");
		}
		if (!isAllowed((int) block.getDifficultyTarget(), tip, now)) {
			throw new RuleViolation("bad-diffbits: " + Long.toHexString(block.getDifficultyTarget()) + " (expected: "
					+ Integer.toHexString(nBits(tip, now)) + ")");
		}
		if (block.time().getEpochSecond() <= tip.medianTime()) {
			throw new RuleViolation(
					"time-too-old: " + block.time().getEpochSecond() + " (expected: > " + tip.medianTime() + ")");
		}
		long latest = now.plus(MAX_TIME_AHEAD).getEpochSecond();
		if (block.time().getEpochSecond() > latest) {
			throw new RuleViolation(
					"time-too-new: " + block.time().getEpochSecond() + " (expected: <= " + latest + ")");
		}
	}

	private int nBits(ChainTip tip, Instant now) {
		return this.adjustment.eased(tip.nextNBits(), this.adjustment.steps(age(tip, now)));
	}

	/** A template may be older than the block, so each step so far is allowed. */
	private boolean isAllowed(int nBits, ChainTip tip, Instant now) {
		for (int steps = this.adjustment.steps(age(tip, now)); steps >= 0; steps--) {
			if (nBits == this.adjustment.eased(tip.nextNBits(), steps)) {
				return true;
			}
		}
		return false;
	}

	/** An eased target is not made easier once more for the time it took to get there. */
	private int nextNBits(org.bitcoinj.core.Block block, ChainTip tip, Instant now) {
		int nBits = (int) block.getDifficultyTarget();
		return (nBits == tip.nextNBits()) ? this.adjustment.next(nBits, age(tip, now)) : nBits;
	}

	private static Duration age(ChainTip tip, Instant now) {
		return Duration.between(tip.connected(), now);
	}

	private static Hash256 hash(Sha256Hash hash) {
		return Hash256.ofInternal(hash.serialize());
	}

}
