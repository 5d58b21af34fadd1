package io.stratum.mining.job;

/**
 * The right to use an extranonce prefix. It owns the shares seen under it. When it is
 * released, the prefix is not given to anybody before every job that was issued under it
 * is dead.
 * <p>
 * Used by one channel at a time; {@link #release(long)} may be called by any thread.
 */
public final class ExtranonceLease {

	/** Length of a prefix without a stamp in bytes. */
	public static final int PREFIX_LENGTH = 4;

	/** Length of a prefix with a stamp in bytes. */
	static final int STAMPED_PREFIX_LENGTH = PREFIX_LENGTH + Coinbase.STAMP_LENGTH;

	private final ExtranonceAllocator allocator;

	private final WorkTimeline timeline;

	private final byte[] prefix;

	private final SeenShares seenShares;

	/** The number of the newest work of which a job was issued; 0 before. */
	private volatile long lastWork;

	/** Guarded by the lock of the allocator. */
	private boolean released;

	ExtranonceLease(ExtranonceAllocator allocator, WorkTimeline timeline, byte[] prefix, SeenShares seenShares) {
		this.allocator = allocator;
		this.timeline = timeline;
		this.prefix = prefix;
		this.seenShares = seenShares;
	}

	/**
	 * The prefix, known as extranonce1 in Stratum V1.
	 * @return 4 bytes: node id, then 24 bits of index, big-endian; then, for custom jobs,
	 * a stamp of 8 bytes; do not modify
	 */
	public byte[] prefix() {
		return this.prefix;
	}

	/**
	 * The shares that were credited under the prefix.
	 * @return the shares
	 */
	public SeenShares seenShares() {
		return this.seenShares;
	}

	/**
	 * Notes that a job was issued under the prefix.
	 */
	void issued(Job job) {
		long work = job.work().number();
		if (work > this.lastWork) {
			this.lastWork = work;
		}
	}

	/**
	 * Tells which works of jobs under the prefix are stale.
	 * @return the timeline
	 */
	public WorkTimeline timeline() {
		return this.timeline;
	}

	/**
	 * The work of the newest job that was issued under the prefix.
	 * @return its number, 0 if there was none
	 */
	public long lastWork() {
		return this.lastWork;
	}

	/**
	 * Gives the prefix back. No job may be issued and no share be taken under it any
	 * more. Harmless twice.
	 * @param nowNanos the monotonic time
	 */
	public void release(long nowNanos) {
		this.allocator.release(this, nowNanos);
	}

	/**
	 * Called under the lock of the allocator.
	 */
	boolean markReleased() {
		boolean first = !this.released;
		this.released = true;
		return first;
	}

}
