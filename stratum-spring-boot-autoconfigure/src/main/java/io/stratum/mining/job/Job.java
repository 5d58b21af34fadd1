package io.stratum.mining.job;

import java.util.Arrays;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.MerklePath;
import io.stratum.bitcoin.Target;

/**
 * A job: a work with the coinbase of one payout. Immutable; shared by all channels of
 * that payout.
 */
public final class Job {

	private final long sequence;

	private final Work work;

	private final WorkParts parts;

	private final int version;

	private final int versionMask;

	private final byte[] coinbasePrefix;

	private final byte[] coinbaseSuffix;

	private final int extranonceLength;

	private final LiveJob.Shared issued = new LiveJob.Shared();

	private volatile @Nullable Derived derived;

	Job(long sequence, Work work, WorkParts parts, JobSettings settings, Coinbase coinbase) {
		this.sequence = sequence;
		this.work = work;
		this.parts = parts;
		this.versionMask = settings.versionMask() & ~work.template().fixedVersionBits();
		this.version = parts.custom() ? work.template().version()
				: (work.template().version() & ~this.versionMask) | work.template().requiredVersionBits();
		this.coinbasePrefix = coinbase.prefix();
		this.coinbaseSuffix = coinbase.suffix();
		this.extranonceLength = parts.custom() ? settings.customExtranonceLength() : settings.extranonceLength();
	}

	/**
	 * The same work and payout with another stamp.
	 */
	Job(long sequence, long stamp, Job job) {
		this.sequence = sequence;
		this.work = job.work;
		this.parts = job.parts;
		this.versionMask = job.versionMask;
		this.version = job.version;
		this.coinbasePrefix = Coinbase.restamp(job.coinbasePrefix, stamp);
		this.coinbaseSuffix = job.coinbaseSuffix;
		this.extranonceLength = job.extranonceLength;
	}

	/**
	 * The number of the job.
	 * @return counts all jobs since the start, from 1
	 */
	public long sequence() {
		return this.sequence;
	}

	/**
	 * What the job is built from.
	 * @return the work
	 */
	public Work work() {
		return this.work;
	}

	/**
	 * Whether a client selected the work. Then its transactions are not known, so that no
	 * block can be put together here, and the stamp is in the extranonce.
	 * @return whether it is a custom job
	 */
	public boolean isCustom() {
		return this.parts.custom();
	}

	/**
	 * The block version, with the bits cleared that miners may roll; that of a custom job
	 * is as the client said.
	 * @return the version
	 */
	public int version() {
		return this.version;
	}

	/**
	 * The bits that a miner may roll for this job: the configured mask without those that
	 * {@linkplain io.stratum.mining.BlockTemplate#fixedVersionBits() are fixed}.
	 * @return the mask
	 */
	public int versionMask() {
		return this.versionMask;
	}

	/**
	 * The compact target of the block.
	 * @return the compact target
	 */
	public int nBits() {
		return this.work.template().nBits();
	}

	/**
	 * The header time to start from, not before {@link #minTime()}.
	 * @return seconds since 1970, unsigned
	 */
	public int time() {
		return (int) Math.max(this.work.template().time(), this.work.template().minTime());
	}

	/**
	 * The lowest header time.
	 * @return seconds since 1970, unsigned
	 */
	public int minTime() {
		return (int) this.work.template().minTime();
	}

	/**
	 * The hash of the block before.
	 * @return the hash
	 */
	public Hash256 previousBlock() {
		return this.work.template().previousBlock();
	}

	/**
	 * The target that a block must meet.
	 * @return the target
	 */
	public Target networkTarget() {
		return this.parts.networkTarget();
	}

	/**
	 * The difficulty of {@link #networkTarget()}, in units of the pool's proof of work.
	 * @return the difficulty
	 */
	public double networkDifficulty() {
		return this.parts.networkDifficulty();
	}

	/**
	 * The coinbase before the extranonce, without witness.
	 * @return the bytes; do not modify
	 */
	public byte[] coinbasePrefix() {
		return this.coinbasePrefix;
	}

	/**
	 * The coinbase after the extranonce, without witness.
	 * @return the bytes; do not modify
	 */
	public byte[] coinbaseSuffix() {
		return this.coinbaseSuffix;
	}

	/**
	 * How long the extranonce is: prefix (extranonce1) and extranonce2.
	 * @return the length in bytes
	 */
	public int extranonceLength() {
		return this.extranonceLength;
	}

	/**
	 * The branches from the coinbase up, deepest first.
	 * @return 32 bytes each in internal order; do not modify
	 */
	public byte[][] merklePath() {
		return this.parts.merklePath();
	}

	/**
	 * This job as channels have it whose miners roll the extranonce.
	 */
	LiveJob.Shared issued() {
		return this.issued;
	}

	/**
	 * The whole extranonce of a channel.
	 * @param prefix the prefix of its lease
	 * @param extranonce2 what the miner rolled; what is missing, as all of it on a
	 * header-only channel, is zeros
	 * @return {@link #extranonceLength()} bytes
	 */
	public byte[] extranonce(byte[] prefix, byte[] extranonce2) {
		byte[] extranonce = Arrays.copyOf(prefix, this.extranonceLength);
		System.arraycopy(extranonce2, 0, extranonce, prefix.length, extranonce2.length);
		return extranonce;
	}

	/**
	 * The merkle root for an extranonce.
	 * @param extranonce the whole extranonce
	 * @return 32 bytes in internal order
	 */
	public byte[] merkleRoot(byte[] extranonce) {
		if (extranonce.length != this.extranonceLength) {
			throw new IllegalArgumentException(
					"extranonce: " + extranonce.length + " bytes (expected: " + this.extranonceLength + ")");
		}
		return MerklePath.root(merklePath(), this.coinbasePrefix, extranonce, this.coinbaseSuffix);
	}

	/**
	 * A value derived from this job, made once per key and shared, such as its encoding
	 * in a dialect.
	 * @param key what the value is
	 * @param maker makes the value; may ask for other derived values
	 * @param <T> its type
	 * @return the value
	 */
	public <T> T derived(Object key, Function<Job, T> maker) {
		Derived found = find(key);
		if (found == null) {
			synchronized (this) {
				found = find(key);
				if (found == null) {
					found = new Derived(key, maker.apply(this), this.derived);
					this.derived = found;
				}
			}
		}
		@SuppressWarnings("unchecked")
		T value = (T) found.value;
		return value;
	}

	private @Nullable Derived find(Object key) {
		Derived next = this.derived;
		while (next != null && !next.key.equals(key)) {
			next = next.next;
		}
		return next;
	}

	/**
	 * A list, because a job has one or two derived values, and most fresh jobs none.
	 */
	private record Derived(Object key, Object value, @Nullable Derived next) {

	}

}
