package io.stratum.mining.vardiff;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The difficulties that a channel may have.
 *
 * @param minimum the lowest
 * @param maximum the highest
 * @param powerOfTwo whether only powers of two are allowed; the limits win where no power
 * of two lies between them
 */
record DifficultyRange(double minimum, double maximum, boolean powerOfTwo) {

	private static final MathContext DIGITS = new MathContext(4);

	private static final double LN2 = Math.log(2);

	static DifficultyRange of(DifficultyLimits limits) {
		return new DifficultyRange(limits.minimum(), limits.maximum(), limits.powerOfTwo());
	}

	/** The allowed difficulty closest to an estimate, with few digits. */
	double closest(double estimate) {
		double clamped = clamp(estimate);
		if (this.powerOfTwo) {
			return clampPower(Math.rint(Math.log(clamped) / LN2));
		}
		return clamp(new BigDecimal(clamped).round(DIGITS).doubleValue());
	}

	/** The allowed difficulty for a request: not above it, if there is one. */
	double atMost(double requested) {
		double clamped = clamp(requested);
		return (this.powerOfTwo) ? clampPower(Math.getExponent(clamped)) : clamped;
	}

	private double clampPower(double exponent) {
		double power = Math.scalb(1.0, (int) exponent);
		if (power < this.minimum) {
			power *= 2;
		}
		if (power > this.maximum) {
			power /= 2;
		}
		return clamp(power);
	}

	private double clamp(double difficulty) {
		return Math.max(this.minimum, Math.min(this.maximum, difficulty));
	}

}
