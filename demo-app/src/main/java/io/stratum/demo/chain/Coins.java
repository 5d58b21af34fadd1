package io.stratum.demo.chain;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.bitcoinj.base.Coin;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import org.bitcoinj.core.TransactionOutPoint;
import org.bitcoinj.core.TransactionOutput;
import org.bitcoinj.core.TransactionWitness;
import org.bitcoinj.script.ScriptBuilder;
import org.bitcoinj.script.ScriptOpCodes;

/**
 * The unspent coins that the chain's own transactions move, so that blocks have fees, a
 * merkle tree and witnesses. Everybody may spend them: each is locked by the hash of the
 * script {@code OP_TRUE}, which stands in the witness (P2WSH). Immutable.
 */
final class Coins {

	/** What each of the chain's own transactions pays. */
	static final Coin FEE = Coin.valueOf(1000);

	private static final int GENESIS_COINS = 3;

	private static final Coin GENESIS_VALUE = Coin.valueOf(10, 0);

	private static final byte[] WITNESS_SCRIPT = { ScriptOpCodes.OP_TRUE };

	private static final byte[] OUTPUT_SCRIPT = ScriptBuilder.createP2WSHOutputScript(Sha256Hash.hash(WITNESS_SCRIPT))
		.program();

	private final Map<TransactionOutPoint, Coin> unspent;

	private Coins(Map<TransactionOutPoint, Coin> unspent) {
		this.unspent = unspent;
	}

	/** The coins that exist before the first block. */
	static Coins genesis() {
		Map<TransactionOutPoint, Coin> unspent = new LinkedHashMap<>();
		for (int i = 0; i < GENESIS_COINS; i++) {
			Sha256Hash origin = Sha256Hash.of(("stratum demo coin " + i).getBytes(StandardCharsets.UTF_8));
			unspent.put(new TransactionOutPoint(0, origin), GENESIS_VALUE);
		}
		return new Coins(unspent);
	}

	/** The transactions that wait for the block of a height: none to three. */
	List<Transaction> waiting(int height) {
		List<Transaction> transactions = new ArrayList<>();
		this.unspent.entrySet()
			.stream()
			.limit(height % (GENESIS_COINS + 1))
			.forEach((coin) -> transactions.add(move(coin.getKey(), coin.getValue())));
		return transactions;
	}

	private static Transaction move(TransactionOutPoint coin, Coin value) {
		Transaction transaction = new Transaction();
		transaction.setVersion(2);
		transaction.addInput(new TransactionInput(transaction, new byte[0], coin, TransactionInput.NO_SEQUENCE, value,
				TransactionWitness.of(WITNESS_SCRIPT)));
		transaction.addOutput(new TransactionOutput(transaction, value.subtract(FEE), OUTPUT_SCRIPT));
		return transaction;
	}

	/**
	 * The coins after a block.
	 * @param transactions the transactions of the block without the coinbase
	 * @return the coins and the fees
	 * @throws RuleViolation if a transaction spends what it must not
	 */
	Spending spend(List<Transaction> transactions) throws RuleViolation {
		Map<TransactionOutPoint, Coin> after = new LinkedHashMap<>(this.unspent);
		Coin fees = Coin.ZERO;
		for (Transaction transaction : transactions) {
			Coin in = Coin.ZERO;
			for (TransactionInput input : transaction.getInputs()) {
				Coin value = after.remove(input.getOutpoint());
				if (value == null) {
					throw new RuleViolation("bad-txns-inputs-missingorspent: " + input.getOutpoint());
				}
				checkWitness(input);
				in = in.add(value);
			}
			Coin fee = in.subtract(transaction.getOutputSum());
			if (fee.isNegative()) {
				throw new RuleViolation("bad-txns-in-belowout: " + transaction.getTxId());
			}
			fees = fees.add(fee);
			addOutputs(transaction, after);
		}
		return new Spending(new Coins(after), fees);
	}

	private static void checkWitness(TransactionInput input) throws RuleViolation {
		TransactionWitness witness = input.getWitness();
		if (input.getScriptBytes().length != 0 || witness.getPushCount() != 1
				|| !Arrays.equals(witness.getPush(0), WITNESS_SCRIPT)) {
			throw new RuleViolation("mandatory-script-verify-flag-failed: " + input.getOutpoint());
		}
	}

	private static void addOutputs(Transaction transaction, Map<TransactionOutPoint, Coin> unspent) {
		for (TransactionOutput output : transaction.getOutputs()) {
			if (Arrays.equals(output.getScriptBytes(), OUTPUT_SCRIPT)) {
				unspent.put(new TransactionOutPoint(output.getIndex(), transaction.getTxId()), output.getValue());
			}
		}
	}

	/**
	 * What a block leaves.
	 *
	 * @param coins the coins after it
	 * @param fees what its transactions pay to the miner
	 */
	record Spending(Coins coins, Coin fees) {
	}

}
