package io.stratum.autoconfigure.mining;

import org.springframework.context.SmartLifecycle;

import io.stratum.engine.MiningEngine;

/**
 * Starts the engine before the servers that miners connect to, and stops it after them,
 * so that the shares of the last miner are recorded.
 */
final class MiningEngineLifecycle implements SmartLifecycle {

	/** Web servers start and stop 2048 before the last phase. */
	static final int PHASE = DEFAULT_PHASE - 4096;

	private final MiningEngine engine;

	private volatile boolean running;

	MiningEngineLifecycle(MiningEngine engine) {
		this.engine = engine;
	}

	@Override
	public void start() {
		this.engine.start();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.engine.stop();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
