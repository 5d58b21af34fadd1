package io.stratum.mining.vardiff;

import java.time.Duration;

import io.stratum.bitcoin.Target;

/**
 * The limits of one channel's difficulty.
 *
 * @param variable whether the difficulty follows the hash rate
 * @param initial where to start, inside the limits
 * @param minimum the lowest difficulty, greater than 0
 * @param maximum the highest difficulty
 * @param targetShareInterval how far apart shares should come
 * @param retargetInterval after which time without change the difficulty is looked at
 * @param retargetShares after how many shares it is looked at
 * @param variance how far the interval may be off, as a fraction, before it is changed
 * @param powerOfTwo whether difficulties are powers of two
 */
public record DifficultyLimits(boolean variable, double initial, double minimum, double maximum,
		Duration targetShareInterval, Duration retargetInterval, int retargetShares, double variance,
		boolean powerOfTwo) {

	/** The limits of a difficulty that is a power of two. */
	public DifficultyLimits powersOfTwo() {
		return new DifficultyLimits(this.variable, this.initial, this.minimum, this.maximum, this.targetShareInterval,
				this.retargetInterval, this.retargetShares, this.variance, true);
	}

	/** The limits of a difficulty that never changes. */
	public DifficultyLimits fixed() {
		return new DifficultyLimits(false, this.initial, this.minimum, this.maximum, this.targetShareInterval,
				this.retargetInterval, this.retargetShares, this.variance, this.powerOfTwo);
	}

	/** The limits with another start, held inside minimum and maximum. */
	public DifficultyLimits withInitial(double difficulty) {
		return new DifficultyLimits(this.variable, Math.max(this.minimum, Math.min(this.maximum, difficulty)),
				this.minimum, this.maximum, this.targetShareInterval, this.retargetInterval, this.retargetShares,
				this.variance, this.powerOfTwo);
	}

	/**
	 * The difficulty at which a hash rate finds shares as far apart as they should come,
	 * whether it is inside the limits or not.
	 * @param hashesPerSecond the hash rate
	 * @param difficultyOne the target of difficulty 1
	 * @return the difficulty, 0 for no hash rate
	 */
	public double difficultyOf(double hashesPerSecond, Target difficultyOne) {
		double hashes = hashesPerSecond * this.targetShareInterval.toNanos() * 1e-9;
		return hashes * (difficultyOne.toBigInteger().doubleValue() + 1) * 0x1p-256;
	}

}
