package io.stratum.mining.job;

import java.util.Arrays;

/**
 * A set of taken numbers that gives out free ones in turn, so that a number comes back as
 * late as possible. Half of it is free before it grows, up to its capacity.
 */
final class PrefixSet {

	private final int capacity;

	private long[] words;

	private int size;

	private int next;

	/**
	 * Creates an empty set.
	 * @param initial the capacity to start with, a power of two of at least 64
	 * @param capacity the final capacity, a power of two not below the initial one
	 */
	PrefixSet(int initial, int capacity) {
		this.words = new long[initial / Long.SIZE];
		this.capacity = capacity;
	}

	int size() {
		return this.size;
	}

	/**
	 * Takes a number, or gives -1 if none is free.
	 */
	int take() {
		if (this.size == this.capacity) {
			return -1;
		}
		int bits = this.words.length * Long.SIZE;
		if (2 * this.size >= bits && bits < this.capacity) {
			this.next = bits;
			this.words = Arrays.copyOf(this.words, 2 * this.words.length);
		}
		int index = nextFree(this.next);
		this.words[index / Long.SIZE] |= 1L << index;
		this.size++;
		this.next = (index + 1) % (this.words.length * Long.SIZE);
		return index;
	}

	void free(int index) {
		this.words[index / Long.SIZE] &= ~(1L << index);
		this.size--;
	}

	private int nextFree(int from) {
		int word = from / Long.SIZE;
		long free = ~this.words[word] & (-1L << from);
		while (free == 0) {
			word = (word + 1) % this.words.length;
			free = ~this.words[word];
		}
		return word * Long.SIZE + Long.numberOfTrailingZeros(free);
	}

}
