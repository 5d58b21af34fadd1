package io.stratum.session;

import java.util.BitSet;

/**
 * Gives session ids: node id in the top byte, then a 24-bit index not in use by a live
 * session. An index is not given again before all others had their turn. Safe for use by
 * several threads.
 */
public final class SessionIds {

	private static final int INDEX_BITS = 24;

	private static final int CAPACITY = 1 << INDEX_BITS;

	private final int prefix;

	private final BitSet used = new BitSet();

	private int count;

	private int next;

	/**
	 * Creates the ids of a server.
	 * @param nodeId 0 to 255, unique per server of a pool
	 */
	public SessionIds(int nodeId) {
		if (nodeId < 0 || nodeId > 255) {
			throw new IllegalArgumentException("node id: " + nodeId + " (expected: 0-255)");
		}
		this.prefix = nodeId << INDEX_BITS;
	}

	/**
	 * Takes a free id.
	 * @return the id
	 * @throws IllegalStateException if all 16,777,216 are in use
	 */
	public synchronized int allocate() {
		if (this.count == CAPACITY) {
			throw new IllegalStateException("sessions: " + CAPACITY + " (expected: < " + CAPACITY + ")");
		}
		int index = this.used.nextClearBit(this.next);
		if (index >= CAPACITY) {
			index = this.used.nextClearBit(0);
		}
		this.used.set(index);
		this.count++;
		this.next = (index + 1) & (CAPACITY - 1);
		return this.prefix | index;
	}

	/**
	 * Gives an id back; harmless when it is free.
	 * @param id the id
	 */
	public synchronized void release(int id) {
		int index = id & (CAPACITY - 1);
		if ((id ^ index) == this.prefix && this.used.get(index)) {
			this.used.clear(index);
			this.count--;
		}
	}

}
