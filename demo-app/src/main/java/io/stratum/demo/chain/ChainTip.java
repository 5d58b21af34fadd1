package io.stratum.demo.chain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.stratum.bitcoin.Hash256;

/**
 * The end of the chain. Immutable.
 *
 * @param hash the hash of the last block
 * @param height its height
 * @param connected when it came
 * @param nextNBits the compact target of the next block, if it comes in time
 * @param times the header times of the last blocks, in seconds since 1970, newest last
 * @param coins the coins after it
 */
record ChainTip(Hash256 hash, int height, Instant connected, int nextNBits, List<Long> times, Coins coins) {

	private static final int MEDIAN_SPAN = 11;

	ChainTip {
		times = List.copyOf(times);
	}

	/** The time that the next header must be later than. */
	long medianTime() {
		List<Long> sorted = new ArrayList<>(this.times);
		Collections.sort(sorted);
		return sorted.get(sorted.size() / 2);
	}

	List<Long> timesWith(long time) {
		List<Long> times = new ArrayList<>(this.times);
		times.add(time);
		return (times.size() > MEDIAN_SPAN) ? times.subList(1, times.size()) : times;
	}

}
