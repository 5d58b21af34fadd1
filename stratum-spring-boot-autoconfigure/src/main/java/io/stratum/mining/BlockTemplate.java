package io.stratum.mining;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.TxOutput;

/**
 * What a block is built from, as getblocktemplate gives it (BIP22, BIP23, BIP145), and
 * what chains other than Bitcoin demand of it. Made by a {@linkplain #builder() builder}.
 * The arrays are not to be modified.
 *
 * @param previousBlock the hash of the block before
 * @param height the height of the block
 * @param version the block version
 * @param requiredVersionBits GBT {@code vbrequired}: bits that must be set
 * @param nBits the compact target
 * @param time the header time to start from, in seconds since 1970
 * @param minTime the lowest header time, in seconds since 1970
 * @param coinbaseValue subsidy and fees in satoshis, with what {@code requiredOutputs}
 * pay
 * @param transactions the transactions in order, without the coinbase
 * @param witnessCommitment the output script that commits to the witnesses (GBT
 * {@code default_witness_commitment}), or null if there are none. It begins with
 * {@code 6a24aa21a9ed}; btcd gives only the 32 bytes that follow
 * @param weightLimit the largest weight of a block
 * @param sigopLimit the largest signature operation cost of a block
 * @param fetched when the template was got, for its age
 * @param coinbaseVersion the version of the coinbase, with the type of a special
 * transaction in the upper 16 bits (DIP2)
 * @param coinbaseScript bytes that the input script of the coinbase pushes last, such as
 * the commitment of merged mining; at most {@value #MAX_COINBASE_SCRIPT}
 * @param coinbasePayload what follows the lock time of the coinbase, written with its
 * length (DIP2); empty for nothing, not even a length
 * @param requiredOutputs outputs that the chain demands. Each job has them, behind those
 * of the payout policy, which shares out the rest of the coinbase value
 * @param trailer bytes that follow the transactions of the block, such as the extension
 * block of Litecoin
 * @param raw what the node said that is not interpreted: JSON by field name
 */
public record BlockTemplate(Hash256 previousBlock, int height, int version, int requiredVersionBits, int nBits,
		long time, long minTime, long coinbaseValue, List<TemplateTransaction> transactions,
		byte @Nullable [] witnessCommitment, int weightLimit, int sigopLimit, Instant fetched, int coinbaseVersion,
		byte[] coinbaseScript, byte[] coinbasePayload, List<TxOutput> requiredOutputs, byte[] trailer,
		Map<String, String> raw) {

	/** The largest weight of a block (BIP141). */
	public static final int MAX_WEIGHT = 4_000_000;

	/** The largest signature operation cost of a block (BIP141). */
	public static final int MAX_SIGOPS = 80_000;

	/** The bits of the version that miners roll (BIP320) where the node leaves them. */
	public static final int GENERAL_PURPOSE_BITS = 0x1fffe000;

	/** The longest {@code coinbaseScript}: a commitment of merged mining. */
	public static final int MAX_COINBASE_SCRIPT = 44;

	public BlockTemplate {
		transactions = List.copyOf(transactions);
		requiredOutputs = List.copyOf(requiredOutputs);
		raw = Map.copyOf(raw);
		if (coinbaseScript.length > MAX_COINBASE_SCRIPT) {
			throw new IllegalArgumentException(
					"coinbaseScript: " + coinbaseScript.length + " bytes (expected: <= " + MAX_COINBASE_SCRIPT + ")");
		}
	}

	/**
	 * Starts a template.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Starts a template that is like this one.
	 * @return a builder with all values of this template
	 */
	public Builder toBuilder() {
		return new Builder(this);
	}

	/**
	 * Whether the bits of the version are signals (BIP9), by its three highest ones. If
	 * not, each that is set means something to the chain, such as its chain id.
	 * @return whether unset bits do not make a block invalid
	 */
	public boolean hasVersionBits() {
		return (this.version & 0xe0000000) == 0x20000000;
	}

	/**
	 * The bits of the version that miners may not roll: those that are required, those of
	 * {@link #GENERAL_PURPOSE_BITS} that are set, and all that are set if they are not
	 * signals.
	 * @return the mask
	 */
	public int fixedVersionBits() {
		return this.requiredVersionBits | (hasVersionBits() ? this.version & GENERAL_PURPOSE_BITS : this.version);
	}

	/**
	 * What is left of the coinbase value when the required outputs are paid.
	 * @return the value in satoshis, negative if they are worth more
	 */
	public long payoutValue() {
		long value = this.coinbaseValue;
		for (TxOutput output : this.requiredOutputs) {
			value -= output.value();
		}
		return value;
	}

	/**
	 * Builds a template. The hash of the block before, height, target, times, coinbase
	 * value and the time of the fetch must be set. Not safe for use by several threads.
	 */
	public static final class Builder {

		private @Nullable Hash256 previousBlock;

		private int height = -1;

		private int version = 0x20000000;

		private int requiredVersionBits;

		private int nBits;

		private long time = -1;

		private long minTime = -1;

		private long coinbaseValue = -1;

		private List<TemplateTransaction> transactions = List.of();

		private byte @Nullable [] witnessCommitment;

		private int weightLimit = MAX_WEIGHT;

		private int sigopLimit = MAX_SIGOPS;

		private @Nullable Instant fetched;

		private int coinbaseVersion = 2;

		private byte[] coinbaseScript = {};

		private byte[] coinbasePayload = {};

		private List<TxOutput> requiredOutputs = List.of();

		private byte[] trailer = {};

		private Map<String, String> raw = Map.of();

		private Builder() {
		}

		private Builder(BlockTemplate template) {
			this.previousBlock = template.previousBlock;
			this.height = template.height;
			this.version = template.version;
			this.requiredVersionBits = template.requiredVersionBits;
			this.nBits = template.nBits;
			this.time = template.time;
			this.minTime = template.minTime;
			this.coinbaseValue = template.coinbaseValue;
			this.transactions = template.transactions;
			this.witnessCommitment = template.witnessCommitment;
			this.weightLimit = template.weightLimit;
			this.sigopLimit = template.sigopLimit;
			this.fetched = template.fetched;
			this.coinbaseVersion = template.coinbaseVersion;
			this.coinbaseScript = template.coinbaseScript;
			this.coinbasePayload = template.coinbasePayload;
			this.requiredOutputs = template.requiredOutputs;
			this.trailer = template.trailer;
			this.raw = template.raw;
		}

		/**
		 * Sets previousBlock.
		 * @param previousBlock the hash of the block before
		 * @return this builder
		 */
		public Builder previousBlock(Hash256 previousBlock) {
			this.previousBlock = previousBlock;
			return this;
		}

		/**
		 * Sets height.
		 * @param height the height of the block
		 * @return this builder
		 */
		public Builder height(int height) {
			this.height = height;
			return this;
		}

		/**
		 * Sets version.
		 * @param version the block version; version 0x20000000 if not set
		 * @return this builder
		 */
		public Builder version(int version) {
			this.version = version;
			return this;
		}

		/**
		 * Sets requiredVersionBits.
		 * @param requiredVersionBits further bits of the version that must be set; none
		 * if not set
		 * @return this builder
		 */
		public Builder requiredVersionBits(int requiredVersionBits) {
			this.requiredVersionBits = requiredVersionBits;
			return this;
		}

		/**
		 * Sets nBits.
		 * @param nBits the compact target
		 * @return this builder
		 */
		public Builder nBits(int nBits) {
			this.nBits = nBits;
			return this;
		}

		/**
		 * Sets time.
		 * @param time the header time to start from, in seconds since 1970
		 * @return this builder
		 */
		public Builder time(long time) {
			this.time = time;
			return this;
		}

		/**
		 * Sets minTime.
		 * @param minTime the lowest header time, in seconds since 1970
		 * @return this builder
		 */
		public Builder minTime(long minTime) {
			this.minTime = minTime;
			return this;
		}

		/**
		 * Sets coinbaseValue.
		 * @param coinbaseValue all that the coinbase pays, in satoshis
		 * @return this builder
		 */
		public Builder coinbaseValue(long coinbaseValue) {
			this.coinbaseValue = coinbaseValue;
			return this;
		}

		/**
		 * Sets transactions.
		 * @param transactions the transactions without the coinbase; none if not set
		 * @return this builder
		 */
		public Builder transactions(List<TemplateTransaction> transactions) {
			this.transactions = transactions;
			return this;
		}

		/**
		 * Sets witnessCommitment.
		 * @param witnessCommitment the output script that commits to the witnesses; null
		 * if not set
		 * @return this builder
		 */
		public Builder witnessCommitment(byte @Nullable [] witnessCommitment) {
			this.witnessCommitment = witnessCommitment;
			return this;
		}

		/**
		 * Sets weightLimit.
		 * @param weightLimit the largest weight; that of BIP141 if not set
		 * @return this builder
		 */
		public Builder weightLimit(int weightLimit) {
			this.weightLimit = weightLimit;
			return this;
		}

		/**
		 * Sets sigopLimit.
		 * @param sigopLimit the largest signature operation cost; that of BIP141 if not
		 * set
		 * @return this builder
		 */
		public Builder sigopLimit(int sigopLimit) {
			this.sigopLimit = sigopLimit;
			return this;
		}

		/**
		 * Sets fetched.
		 * @param fetched when the template was got
		 * @return this builder
		 */
		public Builder fetched(Instant fetched) {
			this.fetched = fetched;
			return this;
		}

		/**
		 * Sets coinbaseVersion.
		 * @param coinbaseVersion the version and type of the coinbase; 2 if not set
		 * @return this builder
		 */
		public Builder coinbaseVersion(int coinbaseVersion) {
			this.coinbaseVersion = coinbaseVersion;
			return this;
		}

		/**
		 * Sets coinbaseScript.
		 * @param coinbaseScript bytes for the input script of the coinbase; none if not
		 * set
		 * @return this builder
		 */
		public Builder coinbaseScript(byte[] coinbaseScript) {
			this.coinbaseScript = coinbaseScript;
			return this;
		}

		/**
		 * Sets coinbasePayload.
		 * @param coinbasePayload what follows the lock time of the coinbase; nothing if
		 * not set
		 * @return this builder
		 */
		public Builder coinbasePayload(byte[] coinbasePayload) {
			this.coinbasePayload = coinbasePayload;
			return this;
		}

		/**
		 * Sets requiredOutputs.
		 * @param requiredOutputs the outputs that the chain demands; none if not set
		 * @return this builder
		 */
		public Builder requiredOutputs(List<TxOutput> requiredOutputs) {
			this.requiredOutputs = requiredOutputs;
			return this;
		}

		/**
		 * Sets trailer.
		 * @param trailer bytes behind the transactions of the block; none if not set
		 * @return this builder
		 */
		public Builder trailer(byte[] trailer) {
			this.trailer = trailer;
			return this;
		}

		/**
		 * Sets raw.
		 * @param raw what is not interpreted, as JSON by field name; nothing if not set
		 * @return this builder
		 */
		public Builder raw(Map<String, String> raw) {
			this.raw = raw;
			return this;
		}

		/**
		 * Builds the template.
		 * @return the template
		 */
		public BlockTemplate build() {
			return new BlockTemplate(Objects.requireNonNull(this.previousBlock, "previousBlock"), this.height,
					this.version, this.requiredVersionBits, this.nBits, this.time, this.minTime, this.coinbaseValue,
					this.transactions, this.witnessCommitment, this.weightLimit, this.sigopLimit,
					Objects.requireNonNull(this.fetched, "fetched"), this.coinbaseVersion, this.coinbaseScript,
					this.coinbasePayload, this.requiredOutputs, this.trailer, this.raw);
		}

	}

}
