package io.stratum.autoconfigure.ban;

import org.springframework.context.SmartLifecycle;

import io.stratum.ban.Bans;

/**
 * Loads the bans before the servers that miners connect to start, and saves the last ones
 * after these have stopped.
 */
public final class BansLifecycle implements SmartLifecycle {

	/** Before the mining engine, which starts before all servers. */
	static final int PHASE = DEFAULT_PHASE - 4097;

	private final Bans bans;

	private volatile boolean running;

	BansLifecycle(Bans bans) {
		this.bans = bans;
	}

	@Override
	public void start() {
		this.bans.start();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.bans.stop();
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
