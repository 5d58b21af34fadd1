package io.stratum.autoconfigure;

import java.time.Duration;

/**
 * The difficulty of miners. Global, or of one listener.
 */
public class DifficultyProperties {

	/**
	 * Whether the difficulty of a miner follows its hash rate.
	 */
	private boolean variable = true;

	/**
	 * Difficulty that a miner starts with.
	 */
	private double initial = 16384;

	/**
	 * Lowest difficulty.
	 */
	private double minimum = 0.001;

	/**
	 * Highest difficulty.
	 */
	private double maximum = 0x1p62;

	/**
	 * How far apart the shares of a miner should come.
	 */
	private Duration targetShareInterval = Duration.ofSeconds(10);

	/**
	 * How long a difficulty holds at the most before it is looked at again.
	 */
	private Duration retargetInterval = Duration.ofMinutes(1);

	/**
	 * How many shares a difficulty holds at the most before it is looked at again.
	 */
	private int retargetShares = 16;

	/**
	 * How far the interval of shares may be off before the difficulty changes, as a
	 * fraction of the target.
	 */
	private double variance = 0.2;

	/**
	 * Whether difficulties are powers of two.
	 */
	private boolean powerOfTwo = false;

	public boolean isVariable() {
		return this.variable;
	}

	public void setVariable(boolean variable) {
		this.variable = variable;
	}

	public double getInitial() {
		return this.initial;
	}

	public void setInitial(double initial) {
		this.initial = initial;
	}

	public double getMinimum() {
		return this.minimum;
	}

	public void setMinimum(double minimum) {
		this.minimum = minimum;
	}

	public double getMaximum() {
		return this.maximum;
	}

	public void setMaximum(double maximum) {
		this.maximum = maximum;
	}

	public Duration getTargetShareInterval() {
		return this.targetShareInterval;
	}

	public void setTargetShareInterval(Duration targetShareInterval) {
		this.targetShareInterval = targetShareInterval;
	}

	public Duration getRetargetInterval() {
		return this.retargetInterval;
	}

	public void setRetargetInterval(Duration retargetInterval) {
		this.retargetInterval = retargetInterval;
	}

	public int getRetargetShares() {
		return this.retargetShares;
	}

	public void setRetargetShares(int retargetShares) {
		this.retargetShares = retargetShares;
	}

	public double getVariance() {
		return this.variance;
	}

	public void setVariance(double variance) {
		this.variance = variance;
	}

	public boolean isPowerOfTwo() {
		return this.powerOfTwo;
	}

	public void setPowerOfTwo(boolean powerOfTwo) {
		this.powerOfTwo = powerOfTwo;
	}

}
