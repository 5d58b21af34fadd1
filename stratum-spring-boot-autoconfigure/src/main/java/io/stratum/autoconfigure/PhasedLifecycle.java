package io.stratum.autoconfigure;

import org.springframework.context.SmartLifecycle;

/**
 * Starts something before the servers that miners connect to, and stops it after them.
 */
public final class PhasedLifecycle implements SmartLifecycle {

	/**
	 * Where the mining engine has its place, so that the shares of the last miner are
	 * recorded. Web servers start and stop 2048 before the last phase.
	 */
	public static final int ENGINE = DEFAULT_PHASE - 4096;

	/** Where the bans have their place: the engine asks for them. */
	public static final int BANS = ENGINE - 1;

	/** Where the nodes have their place: the engine asks them for work. */
	public static final int NODES = ENGINE - 2;

	private final int phase;

	private final Runnable start;

	private final Runnable stop;

	private volatile boolean running;

	/**
	 * Creates the lifecycle.
	 * @param phase what has a lower one starts sooner and stops later
	 * @param start starts it
	 * @param stop stops it
	 */
	public PhasedLifecycle(int phase, Runnable start, Runnable stop) {
		this.phase = phase;
		this.start = start;
		this.stop = stop;
	}

	@Override
	public void start() {
		this.start.run();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.stop.run();
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
		return this.phase;
	}

}
