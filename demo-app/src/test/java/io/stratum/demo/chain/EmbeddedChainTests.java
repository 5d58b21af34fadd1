package io.stratum.demo.chain;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.bitcoinj.base.Coin;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import org.bitcoinj.core.TransactionOutput;
import org.bitcoinj.core.TransactionWitness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.mining.Block;
import io.stratum.mining.BlockOutcome;
import io.stratum.mining.BlockTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EmbeddedChain}: blocks built with bitcoinj, one rule broken at a time.
 */
class EmbeddedChainTests {

	private final MutableClock clock = new MutableClock();

	private EmbeddedChain chain;

	@BeforeEach
	void create() {
		ChainProperties properties = new ChainProperties();
		properties.setInitialDifficulty(1e-7);
		properties.setMinimumDifficulty(1e-8);
		this.chain = new EmbeddedChain(properties, this.clock);
	}

	/** Three blocks, so that the next one has all three transactions. */
	private void grow(int blocks) {
		for (int i = 0; i < blocks; i++) {
			this.clock.advance(Duration.ofSeconds(10));
			assertThat(this.chain.submit(new TestBlock(this.chain.fetch()).build())).isEqualTo(BlockOutcome.ACCEPTED);
		}
	}

	private String refusal(Consumer<TestBlock> breakRule) {
		grow(2);
		this.clock.advance(Duration.ofSeconds(10));
		TestBlock block = new TestBlock(this.chain.fetch());
		assertThat(block.transactions).hasSize(3);
		breakRule.accept(block);
		return refusal(block.build());
	}

	private String refusal(Block block) {
		Hash256 tip = this.chain.tipHash();
		BlockOutcome outcome = this.chain.submit(block);
		assertThat(outcome.accepted()).isFalse();
		assertThat(this.chain.tipHash()).isEqualTo(tip);
		return outcome.detail();
	}

	@Test
	void beginsWithTheGenesisBlockOfRegtest() {
		assertThat(this.chain.height()).isZero();
		assertThat(this.chain.tipHash())
			.hasToString("0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206");
	}

	@Test
	void growsByValidBlocksWithAndWithoutTransactions() {
		for (int height = 1; height <= 40; height++) {
			BlockTemplate template = this.chain.fetch();
			assertThat(template.height()).isEqualTo(height);
			assertThat(template.previousBlock()).isEqualTo(this.chain.tipHash());
			assertThat(template.transactions()).hasSize(height % 4);
			assertThat(template.coinbaseValue()).isEqualTo(5_000_000_000L + 1000 * (height % 4));
			grow(1);
			assertThat(this.chain.height()).isEqualTo(height);
		}
	}

	@Test
	void acceptsBlockThatTakesLessThanItMay() {
		TestBlock block = new TestBlock(this.chain.fetch());
		block.value -= 1;
		assertThat(this.chain.submit(block.build())).isEqualTo(BlockOutcome.ACCEPTED);
	}

	@Test
	void knowsBlockThatComesAgain() {
		Block block = new TestBlock(this.chain.fetch()).build();
		this.chain.submit(block);
		grow(1);
		assertThat(this.chain.submit(block)).isEqualTo(BlockOutcome.DUPLICATE);
	}

	@Test
	void refusesSecondBlockOfOneHeight() {
		TestBlock late = new TestBlock(this.chain.fetch());
		late.tag = new byte[] { 9, 9 };
		grow(1);
		assertThat(refusal(late.build())).isEqualTo("stale-prevblk");
	}

	@Test
	void refusesBlockOnAnUnknownOne() {
		assertThat(refusal((block) -> block.header = (header) -> new BlockHeader(header.version(), Hash256.ZERO,
				header.merkleRoot(), header.time(), header.nBits(), 0)))
			.isEqualTo("bad-prevblk");
	}

	@Test
	void refusesHashAboveTheTarget() {
		assertThat(refusal((block) -> block.solved = false)).contains("Hash is higher than target");
	}

	@Test
	void refusesEasierTarget() {
		assertThat(refusal((block) -> block.header = (header) -> new BlockHeader(header.version(),
				header.previousBlock(), header.merkleRoot(), header.time(), 0x207fffff, 0)))
			.startsWith("bad-diffbits: 207fffff");
	}

	@Test
	void refusesOldVersion() {
		assertThat(refusal((block) -> block.header = (header) -> new BlockHeader(3, header.previousBlock(),
				header.merkleRoot(), header.time(), header.nBits(), 0)))
			.isEqualTo("bad-version: 3 (expected: >= 4)");
	}

	@Test
	void refusesTimeThatIsNotAfterTheMedian() {
		long median = this.chain.fetch().minTime() - 1;
		TestBlock block = new TestBlock(this.chain.fetch());
		block.header = (header) -> new BlockHeader(header.version(), header.previousBlock(), header.merkleRoot(),
				(int) median, header.nBits(), 0);
		assertThat(refusal(block.build())).startsWith("time-too-old: " + median);
	}

	@Test
	void refusesTimeTooFarAhead() {
		assertThat(refusal((block) -> block.header = (header) -> new BlockHeader(header.version(),
				header.previousBlock(), header.merkleRoot(), header.time() + 7201, header.nBits(), 0)))
			.startsWith("time-too-new");
	}

	@Test
	void refusesWrongMerkleRoot() {
		assertThat(refusal((block) -> block.header = (header) -> new BlockHeader(header.version(),
				header.previousBlock(), Hash256.ZERO, header.time(), header.nBits(), 0)))
			.contains("Merkle");
	}

	@Test
	void refusesWrongHeightInTheCoinbase() {
		assertThat(refusal((block) -> block.height++)).contains("height");
	}

	@Test
	void refusesCoinbaseScriptOfWrongLength() {
		assertThat(refusal((block) -> block.tag = new byte[98])).isEqualTo("bad-cb-length: 101 (expected: 2 to 100)");
	}

	@Test
	void refusesCoinbaseThatTakesTooMuch() {
		assertThat(refusal((block) -> block.value++)).isEqualTo("bad-cb-amount: 5000003001 (expected: <= 5000003000)");
	}

	@Test
	void refusesFeesOfTransactionsThatAreLeftOut() {
		assertThat(refusal((block) -> {
			block.transactions.remove(2);
			block.commitment = WitnessCommitment.script(block.transactions);
		})).startsWith("bad-cb-amount");
	}

	@Test
	void refusesBlockWithoutCoinbase() {
		grow(3);
		TestBlock block = new TestBlock(this.chain.fetch());
		byte[] bytes = block.build().bytes();
		byte[] header = Arrays.copyOf(bytes, 81);
		header[80] = 0;
		assertThat(refusal(block.block(Hash256.ZERO, header))).isEqualTo("bad-blk-length: no transactions");
		// the index of the coinbase's only outpoint
		bytes[80 + 1 + 4 + 2 + 1 + 32] = 0;
		assertThat(refusal(block.block(Hash256.ZERO, bytes))).isEqualTo("bad-cb-missing");
	}

	@Test
	void refusesSecondCoinbase() {
		assertThat(refusal((block) -> block.transactions.add(Transaction.coinbase(new byte[] { 1, 2 }))))
			.startsWith("bad-block");
	}

	@Test
	void refusesWrongWitnessCommitment() {
		assertThat(refusal((block) -> block.commitment[10] ^= 1)).isEqualTo("bad-witness-merkle-match");
	}

	@Test
	void refusesWrongReservedValue() {
		assertThat(refusal((block) -> block.reserved[0] = 1)).isEqualTo("bad-witness-merkle-match");
	}

	@Test
	void refusesShortReservedValue() {
		assertThat(refusal((block) -> block.reserved = new byte[31])).isEqualTo("bad-witness-nonce-size");
	}

	@Test
	void refusesMissingReservedValue() {
		assertThat(refusal((block) -> block.reserved = null)).isEqualTo("bad-witness-nonce-size");
	}

	@Test
	void refusesWitnessesWithoutCommitment() {
		assertThat(refusal((block) -> block.commitment = null)).startsWith("unexpected-witness");
	}

	@Test
	void refusesSpentCoin() {
		assertThat(refusal((block) -> {
			block.transactions.set(2, block.transactions.get(0));
			block.commitment = WitnessCommitment.script(block.transactions);
		})).startsWith("bad-txns-inputs-missingorspent");
	}

	@Test
	void refusesWrongWitnessOfCoin() {
		assertThat(refusal((block) -> {
			TransactionInput input = block.transactions.get(0).getInput(0);
			block.transactions.get(0).replaceInput(0, input.withWitness(TransactionWitness.of(new byte[] { 0x52 })));
			block.commitment = WitnessCommitment.script(block.transactions);
		})).startsWith("mandatory-script-verify-flag-failed");
	}

	@Test
	void refusesTransactionThatMakesMoney() {
		assertThat(refusal((block) -> {
			Transaction transaction = block.transactions.get(0);
			transaction.addOutput(new TransactionOutput(transaction, Coin.COIN, new byte[] { 0x51 }));
			block.commitment = WitnessCommitment.script(block.transactions);
		})).startsWith("bad-txns-in-belowout");
	}

	@Test
	void refusesBytesThatAreNoBlock() {
		grow(3);
		TestBlock block = new TestBlock(this.chain.fetch());
		byte[] bytes = block.build().bytes();
		for (int length = 0; length < bytes.length; length++) {
			assertThat(refusal(block.block(Hash256.ZERO, Arrays.copyOf(bytes, length)))).isNotEmpty();
		}
		assertThat(refusal(block.block(Hash256.ZERO, Arrays.copyOf(bytes, bytes.length + 1))))
			.isEqualTo("bad-serialization: 1 bytes too many");
	}

	@Test
	void givesTheNextTemplateWhenTheTipChanges() {
		BlockTemplate template = this.chain.fetch();
		CompletableFuture<BlockTemplate> next = this.chain.next(template).toCompletableFuture();
		assertThat(next).isNotDone();
		grow(1);
		assertThat(next).isDone();
		assertThat(next.join().previousBlock()).isEqualTo(this.chain.tipHash());
		assertThat(this.chain.next(template).toCompletableFuture()).isDone();
		assertThat(this.chain.next(this.chain.fetch()).toCompletableFuture()).isNotDone();
	}

	@Test
	void easesTheTargetWhenNoBlockComesAndStillTakesOlderTemplates() {
		grow(1);
		TestBlock early = new TestBlock(this.chain.fetch());
		double difficulty = this.chain.difficulty();
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(this.chain.difficulty()).isEqualTo(difficulty);
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(this.chain.difficulty()).isBetween(difficulty * 0.499, difficulty * 0.501);
		this.clock.advance(Duration.ofSeconds(20));
		assertThat(this.chain.difficulty()).isBetween(difficulty * 0.249, difficulty * 0.251);
		assertThat(this.chain.submit(early.build())).isEqualTo(BlockOutcome.ACCEPTED);
	}

	@Test
	void keepsAnEasedTargetForTheNextBlock() {
		grow(1);
		this.clock.advance(Duration.ofSeconds(60));
		double eased = this.chain.difficulty();
		this.chain.submit(new TestBlock(this.chain.fetch()).build());
		assertThat(this.chain.difficulty()).isEqualTo(eased);
	}

}
