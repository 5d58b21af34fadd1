package io.stratum.mining.job;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.LittleEndian;

/**
 * The headers that were credited under one extranonce, over all its jobs, so that none is
 * credited twice. Nothing is forgotten while it could be credited again: the shares go in
 * two generations, each when no work that it has shares of counts any more, and when
 * there is no room no further share is taken.
 * <p>
 * Keeps 127 bits of each hash in 32 to 64 bytes per share, nothing before the first
 * share. Not safe for use by several threads.
 */
public final class SeenShares {

	private static final int MIN_SLOTS = 16;

	private int limit;

	private final long seed;

	private @Nullable Generation young;

	private @Nullable Generation old;

	private long lastForgotten;

	/**
	 * Creates an empty memory.
	 * @param limit how many shares it holds at most
	 * @param seed scatters the shares in the table; not known to miners
	 */
	public SeenShares(int limit, long seed) {
		this.limit = limit;
		this.seed = seed;
	}

	/**
	 * Remembers a share.
	 * @param hash the hash of its header, 32 bytes in internal order
	 * @param work the number of its work
	 * @return whether it was new
	 */
	public Outcome add(byte[] hash, long work) {
		if (work <= this.lastForgotten) {
			return Outcome.FORGOTTEN;
		}
		long first = LittleEndian.getLong(hash, 0);
		// 0 marks an empty slot
		long second = LittleEndian.getLong(hash, 8) | 1;
		Generation older = this.old;
		if (older != null && older.contains(first, second)) {
			return Outcome.DUPLICATE;
		}
		Generation younger = this.young;
		if (younger == null) {
			younger = new Generation(this.seed);
			this.young = younger;
		}
		if (isFull()) {
			return younger.contains(first, second) ? Outcome.DUPLICATE : Outcome.FULL;
		}
		return younger.add(first, second, work) ? Outcome.ADDED : Outcome.DUPLICATE;
	}

	/**
	 * Whether a share is remembered.
	 * @param hash the hash of its header, 32 bytes in internal order
	 * @return whether it was added and not forgotten
	 */
	public boolean contains(byte[] hash) {
		long first = LittleEndian.getLong(hash, 0);
		long second = LittleEndian.getLong(hash, 8) | 1;
		Generation younger = this.young;
		Generation older = this.old;
		return (younger != null && younger.contains(first, second)) || (older != null && older.contains(first, second));
	}

	/**
	 * Forgets shares that would not count any more. Cheap when there is nothing to do.
	 * @param lastExpired the number up to which no work counts
	 */
	public void forget(long lastExpired) {
		this.old = keep(this.old, lastExpired);
		Generation younger = this.young;
		if (this.old == null && younger != null && younger.firstWork <= lastExpired) {
			this.old = keep(younger, lastExpired);
			this.young = null;
		}
	}

	private @Nullable Generation keep(@Nullable Generation generation, long lastExpired) {
		if (generation == null || generation.lastWork > lastExpired) {
			return generation;
		}
		this.lastForgotten = Math.max(this.lastForgotten, generation.lastWork);
		return null;
	}

	/**
	 * Sets how many shares it holds at most, when other miners share the extranonce.
	 * @param limit the limit; what is remembered stays
	 */
	public void limit(int limit) {
		this.limit = limit;
	}

	/**
	 * Whether there is no room for another share.
	 * @return true until shares are forgotten
	 */
	public boolean isFull() {
		return size() >= this.limit;
	}

	/**
	 * How many shares are remembered.
	 * @return the number
	 */
	public int size() {
		Generation younger = this.young;
		Generation older = this.old;
		return ((younger != null) ? younger.size : 0) + ((older != null) ? older.size : 0);
	}

	/**
	 * What became of a share.
	 */
	public enum Outcome {

		/** It is new and remembered. */
		ADDED,

		/** It was added before. */
		DUPLICATE,

		/** There is no room. */
		FULL,

		/** It may have been added before: the shares of its work are forgotten. */
		FORGOTTEN

	}

	/**
	 * An open-addressing table of pairs.
	 */
	private static final class Generation {

		private final long seed;

		private long[] slots = new long[2 * MIN_SLOTS];

		private int size;

		private long firstWork = Long.MAX_VALUE;

		private long lastWork;

		Generation(long seed) {
			this.seed = seed;
		}

		boolean contains(long first, long second) {
			return this.slots[find(this.slots, first, second) + 1] != 0;
		}

		boolean add(long first, long second, long work) {
			int slot = find(this.slots, first, second);
			if (this.slots[slot + 1] != 0) {
				return false;
			}
			this.slots[slot] = first;
			this.slots[slot + 1] = second;
			this.size++;
			this.firstWork = Math.min(this.firstWork, work);
			this.lastWork = Math.max(this.lastWork, work);
			if (4 * this.size > this.slots.length) {
				grow();
			}
			return true;
		}

		private void grow() {
			long[] larger = new long[2 * this.slots.length];
			for (int i = 0; i < this.slots.length; i += 2) {
				if (this.slots[i + 1] != 0) {
					int slot = find(larger, this.slots[i], this.slots[i + 1]);
					larger[slot] = this.slots[i];
					larger[slot + 1] = this.slots[i + 1];
				}
			}
			this.slots = larger;
		}

		private int find(long[] table, long first, long second) {
			int mask = table.length - 2;
			long mixed = (first ^ this.seed) * 0x9E3779B97F4A7C15L;
			int slot = (int) (mixed >>> 32) & mask;
			while (table[slot + 1] != 0 && (table[slot] != first || table[slot + 1] != second)) {
				slot = (slot + 2) & mask;
			}
			return slot;
		}

	}

}
