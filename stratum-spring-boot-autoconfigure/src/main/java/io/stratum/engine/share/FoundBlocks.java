package io.stratum.engine.share;

import java.util.LinkedHashMap;
import java.util.Map;

import io.stratum.bitcoin.Hash256;

/**
 * Remembers the blocks that were found, so that none is submitted twice, and how many of
 * each tip are. Safe for use by several threads.
 */
final class FoundBlocks {

	/** Submitted of those that follow one block, of which one can win. */
	static final int MOST_ON_ONE_TIP = 32;

	private final Map<Hash256, Boolean> hashes = remembering(10_000);

	/** How many blocks on a tip are submitted and not rejected, by the tip. */
	private final Map<Hash256, Integer> onTips = remembering(1_000);

	private static <V> Map<Hash256, V> remembering(int most) {
		return new LinkedHashMap<>() {
			@Override
			protected boolean removeEldestEntry(Map.Entry<Hash256, V> eldest) {
				return size() > most;
			}
		};
	}

	/** Returns whether the block is new. */
	synchronized boolean add(Hash256 hash) {
		return this.hashes.put(hash, Boolean.TRUE) == null;
	}

	synchronized void remove(Hash256 hash) {
		this.hashes.remove(hash);
	}

	/** Returns whether one more block on a tip is submitted. */
	synchronized boolean takePlace(Hash256 tip) {
		int before = this.onTips.getOrDefault(tip, 0);
		this.onTips.put(tip, Math.min(MOST_ON_ONE_TIP, before + 1));
		return before < MOST_ON_ONE_TIP;
	}

	/** A block that is invalid keeps no good one from being submitted. */
	synchronized void freePlace(Hash256 tip) {
		this.onTips.computeIfPresent(tip, (key, count) -> Math.max(0, count - 1));
	}

}
