package io.stratum.mining.vardiff;

/**
 * Follows the hash rate of a miner, so that its shares come at the wanted interval.
 * <p>
 * The difficulty is looked at after a number of shares, after a time, and when nothing
 * comes at all. It is changed if the shares of the last 16 intervals or so are far off,
 * by more than chance explains, or if those of the last 320 are off by a little. What
 * came before a change, or before a pause, is forgotten. With
 * {@link DifficultyLimits#variable()} false the difficulty never changes.
 */
public final class RetargetingDifficultyPolicy implements DifficultyPolicy {

	@Override
	public ChannelDifficulty start(DifficultyLimits limits, long nowNanos) {
		double initial = DifficultyRange.of(limits).atMost(limits.initial());
		return (limits.variable()) ? new RetargetingDifficulty(limits, initial, nowNanos)
				: new FixedDifficulty(initial);
	}

}
