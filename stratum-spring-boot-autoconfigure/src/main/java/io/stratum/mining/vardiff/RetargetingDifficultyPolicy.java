package io.stratum.mining.vardiff;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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

	/** By the limits without their start: those of a few listeners. */
	private final Map<DifficultyLimits, RetargetingRules> rules = new ConcurrentHashMap<>();

	@Override
	public ChannelDifficulty start(DifficultyLimits limits, long nowNanos) {
		if (!limits.variable()) {
			return new FixedDifficulty(DifficultyRange.of(limits).atMost(limits.initial()));
		}
		DifficultyLimits key = limits.withInitial(limits.minimum());
		RetargetingRules common = this.rules.get(key);
		if (common == null) {
			common = this.rules.computeIfAbsent(key, RetargetingRules::of);
		}
		return new RetargetingDifficulty(common, common.range().atMost(limits.initial()), nowNanos);
	}

}
