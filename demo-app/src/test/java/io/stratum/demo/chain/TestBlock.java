package io.stratum.demo.chain;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

import org.bitcoinj.base.Coin;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Block;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import org.bitcoinj.core.TransactionOutPoint;
import org.bitcoinj.core.TransactionOutput;
import org.bitcoinj.core.TransactionWitness;
import org.bitcoinj.script.ScriptBuilder;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.LittleEndian;
import io.stratum.bitcoin.Sha256d;
import io.stratum.bitcoin.Target;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.TemplateTransaction;

/**
 * Builds blocks with bitcoinj from a template, right or wrong in one respect.
 */
final class TestBlock {

	final BlockTemplate template;

	int height;

	long value;

	byte[] tag = { 1, 2, 3 };

	byte[] commitment;

	byte[] reserved = new byte[32];

	final List<Transaction> transactions = new ArrayList<>();

	UnaryOperator<BlockHeader> header = UnaryOperator.identity();

	boolean solved = true;

	TestBlock(BlockTemplate template) {
		this.template = template;
		this.height = template.height();
		this.value = template.coinbaseValue();
		this.commitment = template.witnessCommitment();
		for (TemplateTransaction transaction : template.transactions()) {
			this.transactions.add(Transaction.read(ByteBuffer.wrap(transaction.data())));
		}
	}

	private Transaction coinbase() {
		byte[] script = new ScriptBuilder().number(this.height).data(this.tag).build().program();
		Transaction coinbase = new Transaction();
		coinbase.addInput(new TransactionInput(coinbase, script, TransactionOutPoint.UNCONNECTED));
		coinbase.addOutput(new TransactionOutput(coinbase, Coin.valueOf(this.value), new byte[] { 0x51 }));
		if (this.commitment != null) {
			coinbase.addOutput(new TransactionOutput(coinbase, Coin.ZERO, this.commitment));
		}
		if (this.reserved != null) {
			coinbase.replaceInput(0, coinbase.getInput(0).withWitness(TransactionWitness.of(this.reserved)));
		}
		return coinbase;
	}

	io.stratum.mining.Block build() {
		List<Transaction> all = new ArrayList<>();
		all.add(coinbase());
		all.addAll(this.transactions);
		BlockTemplate from = this.template;
		Block unsolved = new Block(from.version(), Sha256Hash.wrap(from.previousBlock().toString()), null,
				Instant.ofEpochSecond(from.time()), from.nBits() & 0xffffffffL, 0, all);
		unsolved.getMerkleRoot();
		byte[] bytes = unsolved.serialize();
		byte[] header = this.header.apply(BlockHeader.parse(Arrays.copyOf(bytes, 80))).toBytes();
		Hash256 hash = solve(header, Target.ofCompact(LittleEndian.getInt(header, BlockHeader.N_BITS_OFFSET)));
		System.arraycopy(header, 0, bytes, 0, header.length);
		return block(hash, bytes);
	}

	private Hash256 solve(byte[] header, Target target) {
		Target limit = target.compareTo(Target.of(BigInteger.ONE.shiftLeft(250))) < 0 ? target
				: Target.of(BigInteger.ONE.shiftLeft(250));
		for (int nonce = 0;; nonce++) {
			LittleEndian.putInt(header, BlockHeader.NONCE_OFFSET, nonce);
			Hash256 hash = Sha256d.hash(header);
			if (limit.isMetBy(hash.toInternal()) == this.solved) {
				return hash;
			}
		}
	}

	io.stratum.mining.Block block(Hash256 hash, byte[] bytes) {
		BlockTemplate built = this.template.toBuilder().height(this.height).coinbaseValue(this.value).build();
		return new io.stratum.mining.Block(hash, new byte[0], new byte[0], List.of(), () -> bytes, built, "tester");
	}

}
