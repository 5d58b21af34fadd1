package io.stratum.demo.chain;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;

import org.bitcoinj.base.Coin;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Block;
import org.bitcoinj.core.Context;
import org.bitcoinj.core.ProtocolException;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionWitness;
import org.bitcoinj.core.VerificationException;
import org.bitcoinj.params.RegTestParams;

/**
 * What makes a block valid, apart from where it stands in the chain: the rules of
 * regtest, judged by bitcoinj.
 */
final class BlockRules {

	private static final int HALVING_INTERVAL = 210_000;

	private static final int MIN_SCRIPT_SIG = 2;

	private static final int MAX_SCRIPT_SIG = 100;

	private static final int MAX_WEIGHT = 4_000_000;

	private static final Context CONTEXT = new Context();

	private BlockRules() {
	}

	static Block parse(byte[] bytes) throws RuleViolation {
		try {
			ByteBuffer buffer = ByteBuffer.wrap(bytes);
			Block block = Block.read(buffer);
			if (buffer.hasRemaining()) {
				throw new RuleViolation("bad-serialization: " + buffer.remaining() + " bytes too many");
			}
			if (!block.hasTransactions()) {
				throw new RuleViolation("bad-blk-length: no transactions");
			}
			return block;
		}
		catch (BufferUnderflowException | ProtocolException | IllegalArgumentException ex) {
			throw new RuleViolation("bad-serialization: " + ex);
		}
	}

	/** Proof of work, merkle root, coinbase and transactions. */
	static void verify(Block block, int height) throws RuleViolation {
		List<Transaction> transactions = transactions(block);
		if (!transactions.get(0).isCoinBase()) {
			throw new RuleViolation("bad-cb-missing");
		}
		int scriptLength = transactions.get(0).getInput(0).getScriptBytes().length;
		if (scriptLength < MIN_SCRIPT_SIG || scriptLength > MAX_SCRIPT_SIG) {
			throw new RuleViolation("bad-cb-length: " + scriptLength + " (expected: 2 to 100)");
		}
		// bitcoinj looks for its context on the current thread
		Context.propagate(CONTEXT);
		try {
			Block.verify(RegTestParams.get(), block, height, EnumSet.of(Block.VerifyFlag.HEIGHT_IN_COINBASE));
		}
		catch (VerificationException ex) {
			throw new RuleViolation("bad-block: " + ex.getMessage());
		}
		int weight = weight(block);
		if (weight > MAX_WEIGHT) {
			throw new RuleViolation("bad-blk-weight: " + weight + " (expected: <= " + MAX_WEIGHT + ")");
		}
		verifyWitnesses(block);
	}

	/** The transactions of a block that is more than a header, as parsing made sure. */
	static List<Transaction> transactions(Block block) {
		return Objects.requireNonNull(block.getTransactions());
	}

	private static int weight(Block block) {
		int weight = 4 * (Block.HEADER_SIZE + 9);
		for (Transaction transaction : transactions(block)) {
			weight += transaction.getWeight();
		}
		return weight;
	}

	/** BIP141: a commitment if there are witnesses, and a true one if there is one. */
	private static void verifyWitnesses(Block block) throws RuleViolation {
		Transaction coinbase = transactions(block).get(0);
		Sha256Hash commitment = coinbase.findWitnessCommitment();
		if (commitment == null) {
			if (transactions(block).stream().anyMatch(Transaction::hasWitnesses)) {
				throw new RuleViolation("unexpected-witness: no commitment in the coinbase");
			}
			return;
		}
		TransactionWitness witness = coinbase.getInput(0).getWitness();
		if (witness.getPushCount() != 1 || witness.getPush(0).length != Sha256Hash.LENGTH) {
			throw new RuleViolation("bad-witness-nonce-size");
		}
		if (!commitment.equals(commitment(block.getWitnessRoot(), witness.getPush(0)))) {
			throw new RuleViolation("bad-witness-merkle-match");
		}
	}

	/** What the coinbase commits to. */
	static Sha256Hash commitment(Sha256Hash witnessRoot, byte[] reserved) {
		return Sha256Hash.twiceOf(witnessRoot.serialize(), reserved);
	}

	/** What a block creates. */
	static Coin subsidy(int height) {
		int halvings = height / HALVING_INTERVAL;
		return (halvings < 64) ? Coin.valueOf(Coin.FIFTY_COINS.value >> halvings) : Coin.ZERO;
	}

	static void verifyValue(Block block, int height, Coin fees) throws RuleViolation {
		Coin value = transactions(block).get(0).getOutputSum();
		Coin allowed = subsidy(height).add(fees);
		if (value.isGreaterThan(allowed)) {
			throw new RuleViolation("bad-cb-amount: " + value.value + " (expected: <= " + allowed.value + ")");
		}
	}

}
