package io.stratum.mining.job;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.TxOutput;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.TemplateTransaction;

/**
 * Templates and works for tests.
 */
public final class Templates {

	/** A compact target that every second hash meets. */
	public static final int EASY = 0x207fffff;

	/** Pay to a public key hash of zeros. */
	public static final byte[] SCRIPT = HexFormat.of().parseHex("76a914" + "00".repeat(20) + "88ac");

	/** A witness commitment. */
	public static final byte[] COMMITMENT = HexFormat.of().parseHex("6a24aa21a9ed" + "ab".repeat(32));

	public static final long VALUE = 50_0000_0000L;

	public static final long TIME = 1_700_000_000L;

	private int height = 840_000;

	private int version = 0x20000000;

	private int required;

	private int nBits = EASY;

	private long value = VALUE;

	private int transactions;

	private byte @Nullable [] commitment = COMMITMENT;

	private int weightLimit = BlockTemplate.MAX_WEIGHT;

	private int sigopLimit = BlockTemplate.MAX_SIGOPS;

	private Hash256 previous = Hash256.ZERO;

	private long time = TIME;

	public static Templates template() {
		return new Templates();
	}

	public static List<TxOutput> outputs(long... values) {
		List<TxOutput> outputs = new ArrayList<>();
		for (long value : values) {
			outputs.add(new TxOutput(value, SCRIPT));
		}
		return outputs;
	}

	public Templates height(int height) {
		this.height = height;
		return this;
	}

	public Templates version(int version, int required) {
		this.version = version;
		this.required = required;
		return this;
	}

	public Templates nBits(int nBits) {
		this.nBits = nBits;
		return this;
	}

	public Templates value(long value) {
		this.value = value;
		return this;
	}

	public Templates template(int nBits, int version, Hash256 previous, long time) {
		this.nBits = nBits;
		this.version = version;
		this.previous = previous;
		this.time = time;
		return this;
	}

	public Templates transactions(int transactions) {
		this.transactions = transactions;
		return this;
	}

	public Templates withoutCommitment() {
		this.commitment = null;
		return this;
	}

	public Templates limits(int weightLimit, int sigopLimit) {
		this.weightLimit = weightLimit;
		this.sigopLimit = sigopLimit;
		return this;
	}

	public BlockTemplate build() {
		List<TemplateTransaction> list = new ArrayList<>();
		for (int i = 0; i < this.transactions; i++) {
			byte[] id = ByteBuffer.allocate(32).putInt(i + 1).array();
			list.add(new TemplateTransaction(Hash256.ofInternal(id), new byte[] { (byte) 0xEE, (byte) i }, 1000, 40));
		}
		return BlockTemplate.builder()
			.previousBlock(this.previous)
			.height(this.height)
			.version(this.version)
			.requiredVersionBits(this.required)
			.nBits(this.nBits)
			.time(this.time)
			.minTime(this.time - 600)
			.coinbaseValue(this.value)
			.transactions(list)
			.witnessCommitment(this.commitment)
			.weightLimit(this.weightLimit)
			.sigopLimit(this.sigopLimit)
			.fetched(Instant.ofEpochSecond(this.time))
			.build();
	}

	public Work work(long number, long tip) {
		return new Work(number, tip, false, build());
	}

}
