package io.stratum.mining.vardiff;

/**
 * A difficulty that follows the hash rate.
 */
final class RetargetingDifficulty implements ChannelDifficulty {

	/** Fading time of the two windows, in wanted intervals. */
	private static final int FAST = 16;

	private static final int SLOW = 320;

	/** How unlikely a deviation must be, in standard deviations. */
	private static final double FAST_DOUBT = 4.5;

	private static final double SLOW_DOUBT = 4;

	private static final double LARGEST_FALL = 1.0 / 8;

	private final RetargetingRules rules;

	private final HashRateWindow fast;

	private final HashRateWindow slow;

	private double current;

	private double suggested;

	private long changedNanos;

	private long sharedNanos;

	private int shares;

	RetargetingDifficulty(RetargetingRules rules, double initial, long nowNanos) {
		this.rules = rules;
		this.fast = new HashRateWindow(FAST * rules.interval(), nowNanos);
		this.slow = new HashRateWindow(SLOW * rules.interval(), nowNanos);
		this.current = initial;
		this.changedNanos = nowNanos;
		this.sharedNanos = nowNanos;
	}

	@Override
	public double current() {
		return this.current;
	}

	@Override
	public boolean shareAccepted(double difficulty, long nowNanos) {
		boolean afterPause = nowNanos - this.sharedNanos > this.rules.pauseNanos();
		this.sharedNanos = nowNanos;
		if (afterPause) {
			forget(nowNanos);
			return false;
		}
		this.fast.add(difficulty, nowNanos);
		this.slow.add(difficulty, nowNanos);
		this.shares++;
		return (this.shares >= this.rules.retargetShares() || isDue(nowNanos)) && look(nowNanos);
	}

	@Override
	public boolean timePassed(long nowNanos) {
		return isDue(nowNanos) && look(nowNanos);
	}

	@Override
	public boolean suggest(double difficulty, long nowNanos) {
		if (difficulty == this.suggested || !(difficulty > 0)) {
			return false;
		}
		this.suggested = difficulty;
		forget(nowNanos);
		this.sharedNanos = nowNanos;
		this.changedNanos = nowNanos;
		return change(this.rules.range().atMost(difficulty));
	}

	@Override
	public void resumed(long nowNanos) {
		forget(nowNanos);
		this.sharedNanos = nowNanos;
	}

	private boolean isDue(long nowNanos) {
		return nowNanos - this.changedNanos >= this.rules.retargetNanos();
	}

	private boolean look(long nowNanos) {
		double factor = factor(this.fast, FAST_DOUBT, this.rules.variance(), nowNanos);
		if (factor == 1) {
			factor = factor(this.slow, SLOW_DOUBT, this.rules.fineVariance(), nowNanos);
		}
		if (factor == 1 || !change(this.rules.range().closest(this.current * Math.max(LARGEST_FALL, factor)))) {
			return false;
		}
		forget(nowNanos);
		this.changedNanos = nowNanos;
		return true;
	}

	/**
	 * By how much the difficulty should change according to a window, 1 if the deviation
	 * is small or may be chance. The square root of a Poisson number has a standard
	 * deviation of 1/2, whatever its mean; one share is added to both sides so that few
	 * shares do not say much.
	 */
	private double factor(HashRateWindow window, double doubt, double band, long nowNanos) {
		double expected = window.expected(this.rules.interval(), nowNanos);
		double observed = window.observed(this.current, this.rules.interval(), nowNanos);
		double factor = (observed + 1) / (expected + 1);
		boolean inBand = factor <= 1 + band && factor >= 1 / (1 + band);
		boolean chance = Math.abs(2 * (Math.sqrt(observed) - Math.sqrt(expected))) < doubt;
		return (inBand || chance) ? 1 : factor;
	}

	private boolean change(double difficulty) {
		boolean changed = difficulty != this.current;
		this.current = difficulty;
		return changed;
	}

	private void forget(long nowNanos) {
		this.fast.restart(nowNanos);
		this.slow.restart(nowNanos);
		this.shares = 0;
	}

}
