package io.stratum.mining.vardiff;

/**
 * Estimates a hash rate, as difficulty per second, from shares whose weight fades with
 * time. The bias of a young window is taken out, so that an estimate is right from the
 * first second on, only less sure.
 */
final class HashRateWindow {

	private static final double NANOS = 1e-9;

	private final double fadeSeconds;

	private long startNanos;

	private long updatedNanos;

	private double sum;

	/**
	 * Creates an empty window.
	 * @param fadeSeconds after which time a share counts 1/e
	 * @param nowNanos the monotonic time
	 */
	HashRateWindow(double fadeSeconds, long nowNanos) {
		this.fadeSeconds = fadeSeconds;
		restart(nowNanos);
	}

	void restart(long nowNanos) {
		this.startNanos = nowNanos;
		this.updatedNanos = nowNanos;
		this.sum = 0;
	}

	void add(double difficulty, long nowNanos) {
		fade(nowNanos);
		this.sum += difficulty;
	}

	/**
	 * How many shares should have come in the weighted time.
	 * @param interval the wanted interval in seconds
	 * @param nowNanos the monotonic time
	 * @return the number of shares, which says how sure the estimate is
	 */
	double expected(double interval, long nowNanos) {
		double age = Math.max(0, nowNanos - this.startNanos) * NANOS;
		double once = -Math.expm1(-age / this.fadeSeconds);
		double twice = -Math.expm1(-2 * age / this.fadeSeconds);
		return (twice > 0) ? 2 * this.fadeSeconds * once * once / twice / interval : 0;
	}

	/**
	 * The weighted shares, scaled so that they compare with {@link #expected}.
	 * @param difficulty the difficulty in force
	 * @param interval the wanted interval in seconds
	 * @param nowNanos the monotonic time
	 * @return the number of shares of that difficulty
	 */
	double observed(double difficulty, double interval, long nowNanos) {
		fade(nowNanos);
		double age = Math.max(0, nowNanos - this.startNanos) * NANOS;
		double weight = -this.fadeSeconds * Math.expm1(-age / this.fadeSeconds);
		if (weight <= 0) {
			return this.sum / difficulty;
		}
		return this.sum / difficulty * interval / weight * expected(interval, nowNanos);
	}

	private void fade(long nowNanos) {
		long elapsed = nowNanos - this.updatedNanos;
		if (elapsed > 0) {
			this.sum *= Math.exp(-elapsed * NANOS / this.fadeSeconds);
			this.updatedNanos = nowNanos;
		}
	}

}
