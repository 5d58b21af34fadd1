package io.stratum.mining.job;

import java.time.Duration;
import java.util.Arrays;

/**
 * Which works are current, stale and dead. A work is active while it is the newest, and
 * for the lifetime of jobs after another one superseded it on the same tip; then, or when
 * the tip changes, it is stale; some time after it was superseded it is dead.
 * <p>
 * Times are monotonic nanoseconds that callers pass in. Works are published by one thread
 * at a time; the other methods may be called by any thread.
 */
public final class WorkTimeline {

	private final long lifetimeNanos;

	private final long knownNanos;

	private volatile Snapshot snapshot = new Snapshot(1, new long[0], new long[0]);

	/**
	 * Creates a timeline without works.
	 * @param jobLifetime how long shares of a superseded work count on the same tip
	 * @param knownFor how long a superseded work is known in all, at least the lifetime
	 */
	public WorkTimeline(Duration jobLifetime, Duration knownFor) {
		if (jobLifetime.isNegative() || knownFor.compareTo(jobLifetime) < 0) {
			throw new IllegalArgumentException("job lifetime: " + jobLifetime + ", known for: " + knownFor
					+ " (expected: 0 <= job lifetime <= known for)");
		}
		this.lifetimeNanos = jobLifetime.toNanos();
		this.knownNanos = knownFor.toNanos();
	}

	/**
	 * Makes a work the current one.
	 * @param work the work, numbered one higher than the last, or anything for the first
	 * @param nowNanos the monotonic time
	 */
	public void publish(Work work, long nowNanos) {
		Snapshot last = this.snapshot;
		long expected = last.first + last.tips.length;
		if (last.tips.length > 0 && work.number() != expected) {
			throw new IllegalArgumentException("work: " + work.number() + " (expected: " + expected + ")");
		}
		if (last.tips.length == 0) {
			this.snapshot = new Snapshot(work.number(), new long[] { work.tip() }, new long[1]);
			return;
		}
		int dead = (int) (lastDead(nowNanos) + 1 - last.first);
		int kept = last.tips.length - dead;
		long[] tips = Arrays.copyOfRange(last.tips, dead, dead + kept + 1);
		long[] superseded = Arrays.copyOfRange(last.superseded, dead, dead + kept + 1);
		tips[kept] = work.tip();
		superseded[kept - 1] = nowNanos;
		this.snapshot = new Snapshot(last.first + dead, tips, superseded);
	}

	/**
	 * What a work is worth.
	 * @param work the work; one not yet published counts as active
	 * @param nowNanos the monotonic time
	 * @return its state
	 */
	public WorkState state(Work work, long nowNanos) {
		Snapshot now = this.snapshot;
		int current = now.tips.length - 1;
		long index = work.number() - now.first;
		if (index >= current) {
			return WorkState.ACTIVE;
		}
		if (index < 0) {
			return WorkState.DEAD;
		}
		long age = nowNanos - now.superseded[(int) index];
		if (age >= this.knownNanos) {
			return WorkState.DEAD;
		}
		return (age < this.lifetimeNanos && now.tips[(int) index] == now.tips[current]) ? WorkState.ACTIVE
				: WorkState.STALE;
	}

	/**
	 * The number up to which all works are dead.
	 * @param nowNanos the monotonic time
	 * @return a work number, 0 if none is
	 */
	public long lastDead(long nowNanos) {
		return lastSuperseded(this.knownNanos, nowNanos);
	}

	/**
	 * The number up to which all works were superseded so long ago that their shares do
	 * not count, whatever the tip.
	 * @param nowNanos the monotonic time
	 * @return a work number, 0 if there is none
	 */
	public long lastExpired(long nowNanos) {
		return lastSuperseded(this.lifetimeNanos, nowNanos);
	}

	private long lastSuperseded(long agoNanos, long nowNanos) {
		Snapshot now = this.snapshot;
		int index = 0;
		while (index < now.tips.length - 1 && nowNanos - now.superseded[index] >= agoNanos) {
			index++;
		}
		return now.first + index - 1;
	}

	/**
	 * The works that are not dead, as of a publication.
	 *
	 * @param first the number of the oldest
	 * @param tips the tip of each
	 * @param superseded when each was superseded; the last one is not yet
	 */
	private record Snapshot(long first, long[] tips, long[] superseded) {

	}

}
