package io.stratum.mining.channel;

import io.stratum.bitcoin.Target;
import io.stratum.mining.job.ShareTarget;

/**
 * What the miners of one channel have in common: the difficulty that each of them starts
 * at, and the targets of the powers of two. Used on the event loop of the channel only.
 */
public final class SharedDifficulty {

	/** Stands for a start below 1, which no frame can tell. */
	static final int START = -1;

	static final int MAX_EXPONENT = 63;

	private final double start;

	private final double minimum;

	private final Target difficultyOne;

	private final ShareTarget[] targets = new ShareTarget[MAX_EXPONENT + 2];

	/**
	 * Creates the common part.
	 * @param start the difficulty to start at; rounded down to a power of two, at most
	 * 2<sup>63</sup>
	 * @param minimum the lowest difficulty, which goes before that of the network
	 * @param difficultyOne the target of difficulty 1
	 */
	public SharedDifficulty(double start, double minimum, Target difficultyOne) {
		this.start = value(exponent(start));
		this.minimum = minimum;
		this.difficultyOne = difficultyOne;
	}

	/**
	 * The difficulty that each miner starts at.
	 * @return a power of two
	 */
	public double start() {
		return this.start;
	}

	double minimum() {
		return this.minimum;
	}

	int startExponent() {
		return (this.start < 1) ? START : exponent(this.start);
	}

	double difficulty(int exponent) {
		return (exponent == START) ? this.start : value(exponent);
	}

	ShareTarget target(int exponent) {
		ShareTarget target = this.targets[exponent + 1];
		if (target == null) {
			double difficulty = difficulty(exponent);
			target = new ShareTarget(difficulty, Target.ofDifficulty(difficulty, this.difficultyOne));
			this.targets[exponent + 1] = target;
		}
		return target;
	}

	/**
	 * The exponent of the power of two that is not above a difficulty.
	 */
	static int exponent(double difficulty) {
		return Math.min(MAX_EXPONENT, Math.getExponent(difficulty));
	}

	private static double value(int exponent) {
		return Math.scalb(1.0, exponent);
	}

}
