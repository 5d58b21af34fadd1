package io.stratum.mining.channel;

import java.util.Arrays;

import io.stratum.mining.job.LiveJob;
import io.stratum.mining.vardiff.ChannelDifficulty;

/**
 * One of several miners that share a channel, its extranonce and its jobs, and have a
 * difficulty each: a power of two that changes when a job goes out. Jobs are known by the
 * number of their work, which grows.
 * <p>
 * A miner may apply a new difficulty before or after the job that it came with. So a
 * raise holds from the job after that on, and a lowering holds for earlier jobs, too, but
 * not for those up to the last of which a share was credited: shares held back of them
 * would count in addition. A start below 1 can be raised to 1 and more, but never comes
 * back. Used on the event loop of the channel only, except {@link #announced()}.
 */
public final class ChannelMiner implements DifficultyOwner {

	/** Raises that are older than so many works say nothing about a known job. */
	private static final int KNOWN_WORKS = 256;

	private static final long[] NONE = new long[0];

	private final SharedDifficulty shared;

	private final ChannelDifficulty variable;

	/** Job number times 128, plus exponent plus 1; ascending. */
	private long[] earlier = NONE;

	private long since;

	/** The newest work of which a share was credited. */
	private long credited;

	private double proven;

	private volatile byte exponent;

	/**
	 * Creates a miner that is at the common start.
	 * @param shared what it has in common with the others
	 * @param variable its difficulty over time
	 */
	public ChannelMiner(SharedDifficulty shared, ChannelDifficulty variable) {
		this.shared = shared;
		this.variable = variable;
		this.exponent = (byte) shared.startExponent();
	}

	/**
	 * A job goes out, perhaps again: the difficulty is changed if that is due.
	 * @param work the number of the work of the job
	 * @param networkDifficulty the network difficulty of the job
	 * @param nowNanos the monotonic time
	 * @return the exponent to tell the miner before the job, or -1 for none
	 */
	public int nextJob(long work, double networkDifficulty, long nowNanos) {
		this.variable.timePassed(nowNanos);
		int before = this.exponent;
		int wanted = wanted(networkDifficulty);
		if (wanted == before) {
			return -1;
		}
		if (wanted > before) {
			raise(wanted, work);
		}
		else {
			lower(wanted);
		}
		return wanted;
	}

	/**
	 * A job with the difficulty that shares of this miner are judged by and credited
	 * with.
	 * @param job the job of the channel
	 * @return the same job on the terms of the miner
	 */
	public LiveJob terms(LiveJob job) {
		return new LiveJob(job.id(), job.job(), this.shared.target(exponent(job.job().work().number())),
				job.merkleRoot());
	}

	@Override
	public boolean shareAccepted(LiveJob job, long nowNanos) {
		this.credited = Math.max(this.credited, job.job().work().number());
		boolean changed = this.variable.shareAccepted(job.difficulty(), nowNanos);
		this.proven = this.variable.current();
		return changed;
	}

	@Override
	public double provenDifficulty() {
		return this.proven;
	}

	@Override
	public double difficulty() {
		return this.variable.current();
	}

	/**
	 * The difficulty that the miner was told last. Safe for use by any thread.
	 * @return the difficulty
	 */
	public double announced() {
		return this.shared.difficulty(this.exponent);
	}

	private int wanted(double networkDifficulty) {
		double difficulty = Math.max(this.shared.minimum(), Math.min(this.variable.current(), networkDifficulty));
		if (difficulty < 1) {
			return (this.exponent != SharedDifficulty.START) ? 0 : SharedDifficulty.START;
		}
		return SharedDifficulty.exponent(difficulty);
	}

	private void raise(int wanted, long work) {
		if (this.since <= work) {
			int old = 0;
			while (old + 1 < this.earlier.length && this.earlier[old + 1] >> 7 <= work - KNOWN_WORKS) {
				old++;
			}
			int kept = this.earlier.length - old;
			long[] steps = Arrays.copyOfRange(this.earlier, old, old + kept + 1);
			steps[kept] = step(this.since, this.exponent);
			this.earlier = steps;
		}
		this.since = work + 1;
		this.exponent = (byte) wanted;
	}

	private void lower(int wanted) {
		long from = this.credited + 1;
		long[] steps = Arrays.copyOf(this.earlier, this.earlier.length + 1);
		steps[this.earlier.length] = step(this.since, this.exponent);
		long[] lowered = new long[steps.length + 1];
		int count = 0;
		for (int i = 0; i < steps.length; i++) {
			long start = steps[i] >> 7;
			long end = (i + 1 < steps.length) ? steps[i + 1] >> 7 : Long.MAX_VALUE;
			int before = exponentOf(steps[i]);
			if (start < from) {
				count = append(lowered, count, start, before);
			}
			if (end > from) {
				count = append(lowered, count, Math.max(start, from), Math.min(before, wanted));
			}
		}
		this.since = lowered[count - 1] >> 7;
		this.earlier = (count == 1) ? NONE : Arrays.copyOf(lowered, count - 1);
		this.exponent = (byte) wanted;
	}

	private static int append(long[] steps, int count, long start, int exponent) {
		if (count > 0 && exponentOf(steps[count - 1]) == exponent) {
			return count;
		}
		steps[count] = step(start, exponent);
		return count + 1;
	}

	private int exponent(long work) {
		if (work >= this.since || this.earlier.length == 0) {
			return this.exponent;
		}
		int step = this.earlier.length - 1;
		while (step > 0 && this.earlier[step] >> 7 > work) {
			step--;
		}
		return exponentOf(this.earlier[step]);
	}

	private static long step(long start, int exponent) {
		return start << 7 | (exponent + 1);
	}

	private static int exponentOf(long step) {
		return (int) (step & 0x7f) - 1;
	}

}
