package io.stratum.demo.miner;

import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import io.stratum.client.MinerJob;
import io.stratum.client.MinerListener;
import io.stratum.client.ReconnectRequest;

/**
 * Where the event loop of a connection leaves messages for the mining thread.
 */
final class JobBoard implements MinerListener {

	private final Thread miner;

	private volatile @Nullable MinerJob job;

	private volatile @Nullable ReconnectRequest reconnect;

	private volatile boolean closed;

	JobBoard(Thread miner) {
		this.miner = miner;
	}

	@Override
	public void jobReceived(MinerJob job) {
		this.job = job;
		LockSupport.unpark(this.miner);
	}

	@Override
	public void reconnectRequested(ReconnectRequest request) {
		this.reconnect = request;
		LockSupport.unpark(this.miner);
	}

	@Override
	public void closed(@Nullable Throwable cause) {
		this.closed = true;
		LockSupport.unpark(this.miner);
	}

	@Nullable MinerJob job() {
		return this.job;
	}

	@Nullable ReconnectRequest reconnect() {
		return this.reconnect;
	}

	boolean isOver() {
		return this.closed || this.reconnect != null;
	}

}
