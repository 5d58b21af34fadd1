package io.stratum.mining.job;

import java.nio.ByteBuffer;
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

	/** Also the lock, because allocators may share it. */
	private final PrefixSet taken;

	private final @Nullable JobStamps stamps;

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
		this(nodeId, timeline, maxShares, seed, taken, null);
	}

	private ExtranonceAllocator(int nodeId, WorkTimeline timeline, int maxShares, long seed, PrefixSet taken,
			@Nullable JobStamps stamps) {
		if (nodeId < 0 || nodeId > 255) {
			throw new IllegalArgumentException("node id: " + nodeId + " (expected: 0 to 255)");
		}
		this.nodeId = nodeId;
		this.timeline = timeline;
		this.maxShares = maxShares;
		this.seed = seed;
		this.taken = taken;
		this.stamps = stamps;
	}

	/**
	 * An allocator out of the same prefixes for jobs without a stamp of ours: each prefix
	 * ends in a stamp that no other has, not even in another run.
	 * @param works tells when the works of those jobs are dead
	 * @param random stamps the prefixes; must differ between servers and runs, so a
	 * {@link java.security.SecureRandom}
	 * @return the other allocator
	 */
	public ExtranonceAllocator stamped(WorkTimeline works, RandomGenerator random) {
		return new ExtranonceAllocator(this.nodeId, works, this.maxShares, this.seed, this.taken,
				new JobStamps(random));
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
	public @Nullable ExtranonceLease allocate(long nowNanos, int shares) {
		synchronized (this.taken) {
			drain(nowNanos);
			int index = this.taken.take();
			return (index < 0) ? null
					: new ExtranonceLease(this, this.timeline, prefix(index), new SeenShares(shares, this.seed));
		}
	}

	private byte[] prefix(int index) {
		int number = this.nodeId << 24 | index;
		JobStamps own = this.stamps;
		return (own == null) ? ByteBuffer.allocate(ExtranonceLease.PREFIX_LENGTH).putInt(number).array()
				: ByteBuffer.allocate(ExtranonceLease.STAMPED_PREFIX_LENGTH)
					.putInt(number)
					.putLong(own.stamp(own.next()))
					.array();
	}

	/**
	 * How many prefixes are in use or in quarantine.
	 */
	int taken() {
		synchronized (this.taken) {
			return this.taken.size();
		}
	}

	void release(ExtranonceLease lease, long nowNanos) {
		synchronized (this.taken) {
			if (lease.markReleased()) {
				drain(nowNanos);
				quarantine(lease, nowNanos);
			}
		}
	}

	private void quarantine(ExtranonceLease lease, long nowNanos) {
		int index = ByteBuffer.wrap(lease.prefix()).getInt() & (CAPACITY - 1);
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
