package io.stratum.mining.job;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * Gives out extranonce prefixes, all different on one server and, by the node id, on all
 * servers of a pool. A released prefix is in quarantine until the works it was used with
 * are dead. Safe for use by several threads.
 */
public final class ExtranonceAllocator {

	private static final int CAPACITY = 1 << 24;

	private static final int FIRST_BITS = 1024;

	private final int nodeId;

	private final WorkTimeline timeline;

	private final int maxShares;

	private final long seed;

	private final Deque<Quarantine> quarantine = new ArrayDeque<>();

	private final PrefixSet taken;

	/**
	 * Creates an allocator that has given nothing out.
	 * @param nodeId 0 to 255, unique among the servers of a pool
	 * @param timeline tells when works are dead
	 * @param maxShares how many credited shares are remembered per prefix
	 * @param random scatters the tables of shares
	 */
	public ExtranonceAllocator(int nodeId, WorkTimeline timeline, int maxShares, RandomGenerator random) {
		this(nodeId, timeline, maxShares, random.nextLong(), new PrefixSet(FIRST_BITS, CAPACITY));
	}

	ExtranonceAllocator(int nodeId, WorkTimeline timeline, int maxShares, long seed, PrefixSet taken) {
		if (nodeId < 0 || nodeId > 255) {
			throw new IllegalArgumentException("node id: " + nodeId + " (expected: 0 to 255)");
		}
		this.nodeId = nodeId;
		this.timeline = timeline;
		this.maxShares = maxShares;
		this.seed = seed;
		this.taken = taken;
	}

	/**
	 * Gives out a prefix.
	 * @param nowNanos the monotonic time
	 * @return the right to use it, or null if all are in use or in quarantine
	 */
	public @Nullable ExtranonceLease allocate(long nowNanos) {
		return allocate(nowNanos, this.maxShares);
	}

	/**
	 * Gives out a prefix that many miners share.
	 * @param nowNanos the monotonic time
	 * @param shares how many credited shares are remembered
	 * @return the right to use it, or null if all are in use or in quarantine
	 */
	public synchronized @Nullable ExtranonceLease allocate(long nowNanos, int shares) {
		drain(nowNanos);
		int index = this.taken.take();
		if (index < 0) {
			return null;
		}
		byte[] prefix = { (byte) this.nodeId, (byte) (index >>> 16), (byte) (index >>> 8), (byte) index };
		return new ExtranonceLease(this, prefix, new SeenShares(shares, this.seed));
	}

	/**
	 * How many prefixes are in use or in quarantine.
	 */
	synchronized int taken() {
		return this.taken.size();
	}

	WorkTimeline timeline() {
		return this.timeline;
	}

	synchronized void release(ExtranonceLease lease, long nowNanos) {
		if (!lease.markReleased()) {
			return;
		}
		byte[] prefix = lease.prefix();
		int index = (prefix[1] & 0xFF) << 16 | (prefix[2] & 0xFF) << 8 | (prefix[3] & 0xFF);
		drain(nowNanos);
		if (lease.lastWork() <= this.timeline.lastDead(nowNanos)) {
			this.taken.free(index);
			return;
		}
		Quarantine last = this.quarantine.peekLast();
		if (last == null || last.lastWork < lease.lastWork()) {
			last = new Quarantine(lease.lastWork());
			this.quarantine.add(last);
		}
		last.add(index);
	}

	private void drain(long nowNanos) {
		Quarantine first = this.quarantine.peek();
		if (first == null) {
			return;
		}
		long lastDead = this.timeline.lastDead(nowNanos);
		while (first != null && first.lastWork <= lastDead) {
			first.freeAll(this.taken);
			this.quarantine.remove();
			first = this.quarantine.peek();
		}
	}

	/**
	 * Prefixes that were last used with the same work, or an earlier one.
	 */
	private static final class Quarantine {

		private final long lastWork;

		private int[] indexes = new int[4];

		private int size;

		Quarantine(long lastWork) {
			this.lastWork = lastWork;
		}

		void add(int index) {
			if (this.size == this.indexes.length) {
				this.indexes = Arrays.copyOf(this.indexes, 2 * this.size);
			}
			this.indexes[this.size++] = index;
		}

		void freeAll(PrefixSet taken) {
			for (int i = 0; i < this.size; i++) {
				taken.free(this.indexes[i]);
			}
		}

	}

}
