package io.stratum.mining.vardiff;

/**
 * What all channels with the same limits have in common when their difficulty follows the
 * hash rate.
 *
 * @param range the difficulties that they may have
 * @param interval the wanted interval in seconds
 * @param pauseNanos the silence that is no bad luck
 * @param retargetNanos after which time without change a difficulty is looked at
 * @param retargetShares after how many shares it is looked at
 * @param variance how far the last few shares may be off
 * @param fineVariance how far many shares may be off
 */
record RetargetingRules(DifficultyRange range, double interval, long pauseNanos, long retargetNanos, int retargetShares,
		double variance, double fineVariance) {

	/** A silence of so many intervals is a pause, not bad luck: e^-12. */
	private static final int PAUSE = 12;

	/** Less is hidden by the rounding to powers of two. */
	private static final double POWER_OF_TWO_BAND = 0.7;

	static RetargetingRules of(DifficultyLimits limits) {
		long interval = limits.targetShareInterval().toNanos();
		double variance = limits.powerOfTwo() ? Math.max(POWER_OF_TWO_BAND, limits.variance()) : limits.variance();
		return new RetargetingRules(DifficultyRange.of(limits), interval * 1e-9, PAUSE * interval,
				limits.retargetInterval().toNanos(), limits.retargetShares(), variance,
				limits.powerOfTwo() ? variance : limits.variance() / 2);
	}

}
