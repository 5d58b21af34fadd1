package io.stratum.client.sv2;

import io.stratum.bitcoin.BlockHeader;
import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Target;
import io.stratum.protocol.sv2.JobMessage.SetNewPrevHash;

/**
 * An active job and what was in force when it became active: everything a miner needs to
 * work on it. Immutable.
 */
public final class Sv2Job {

	/** The version bits that may be rolled where rolling is allowed (BIP323). */
	public static final int VERSION_MASK = 0x1fffffe0;

	private final JobTemplate template;

	private final SetNewPrevHash tip;

	private final int minTime;

	private final Target target;

	Sv2Job(JobTemplate template, SetNewPrevHash tip, int minTime, Target target) {
		this.template = template;
		this.tip = tip;
		this.minTime = minTime;
		this.target = target;
	}

	/**
	 * The number of the job, unique on the channel while it is valid.
	 * @return the number, unsigned
	 */
	public int id() {
		return this.template.id();
	}

	/**
	 * The block to build on.
	 * @return its hash
	 */
	public Hash256 previousBlock() {
		return this.tip.prevHash();
	}

	/**
	 * The compact target of the network.
	 * @return the target
	 */
	public int nBits() {
		return this.tip.nbits();
	}

	/**
	 * The least header time. It may grow by a second each second.
	 * @return unsigned seconds
	 */
	public int minTime() {
		return this.minTime;
	}

	/**
	 * The version field of the header.
	 * @return the version
	 */
	public int version() {
		return this.template.version();
	}

	/**
	 * Which bits of the version may be changed.
	 * @return {@link #VERSION_MASK} or 0
	 */
	public int versionMask() {
		return this.template.versionRollingAllowed() ? VERSION_MASK : 0;
	}

	/**
	 * The target that shares have to meet.
	 * @return the target
	 */
	public Target target() {
		return this.target;
	}

	/**
	 * How many bytes of the extranonce the miner rolls.
	 * @return the size, 0 on a standard channel
	 */
	public int extranonceSize() {
		return this.template.extranonceSize();
	}

	/**
	 * The header for an extranonce, with the job's version, its least time and the nonce
	 * 0. The nonce is little-endian at {@link BlockHeader#NONCE_OFFSET}.
	 * @param extranonce what the miner rolls, of {@link #extranonceSize()} bytes
	 * @return 80 bytes
	 */
	public byte[] header(byte[] extranonce) {
		checkExtranonce(extranonce);
		return new BlockHeader(version(), previousBlock(), this.template.merkleRoot().apply(extranonce), this.minTime,
				nBits(), 0)
			.toBytes();
	}

	void checkExtranonce(byte[] extranonce) {
		if (extranonce.length != extranonceSize()) {
			throw new IllegalArgumentException(
					"extranonce length: " + extranonce.length + " (expected: " + extranonceSize() + ")");
		}
	}

}
