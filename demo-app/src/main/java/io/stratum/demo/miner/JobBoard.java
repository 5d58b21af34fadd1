package io.stratum.demo.miner;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import io.stratum.client.ReconnectRequest;

/**
 * Where the event loop of a connection leaves messages for the mining thread.
 */
final class JobBoard {

	private final Thread miner;

	private final AtomicReferenceArray<@Nullable MiningTask> tasks;

	private volatile @Nullable ReconnectRequest reconnect;

	private volatile boolean closed;

	JobBoard(Thread miner, int slots) {
		this.miner = miner;
		this.tasks = new AtomicReferenceArray<>(slots);
	}

	/** There is another task, or none, in a slot. */
	void put(int slot, @Nullable MiningTask task) {
		this.tasks.set(slot, task);
		LockSupport.unpark(this.miner);
	}

	void reconnect(ReconnectRequest request) {
		this.reconnect = request;
		LockSupport.unpark(this.miner);
	}

	void close() {
		this.closed = true;
		LockSupport.unpark(this.miner);
	}

	int slots() {
		return this.tasks.length();
	}

	@Nullable MiningTask task(int slot) {
		return this.tasks.get(slot);
	}

	@Nullable ReconnectRequest reconnectRequest() {
		return this.reconnect;
	}

	boolean isOver() {
		return this.closed || this.reconnect != null;
	}

}
