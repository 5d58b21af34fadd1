package io.stratum.actuate.health;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

import io.stratum.engine.MiningEngine;
import io.stratum.mining.job.Work;
import io.stratum.server.StratumServer;
import io.stratum.session.SessionRegistry;

/**
 * Up while the server listens and, in a pool, there is fresh work. The details are
 * counts, ages and heights; nothing of a miner.
 */
public final class StratumHealthIndicator extends AbstractHealthIndicator {

	private final @Nullable StratumServer server;

	private final @Nullable MiningEngine engine;

	private final SessionRegistry sessions;

	private final InstantSource clock;

	/**
	 * Creates the indicator.
	 * @param server the server, or null if only the web server of the application serves
	 * @param engine the engine, or null if there is no mining
	 * @param sessions the sessions
	 * @param clock the wall clock, for the age of work
	 */
	public StratumHealthIndicator(@Nullable StratumServer server, @Nullable MiningEngine engine,
			SessionRegistry sessions, InstantSource clock) {
		super("Stratum health check failed");
		this.server = server;
		this.engine = engine;
		this.sessions = sessions;
		this.clock = clock;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up().withDetail("sessions", this.sessions.size());
		if (this.engine != null) {
			checkWork(builder, this.engine);
		}
		if (this.server != null) {
			checkListeners(builder, this.server);
		}
	}

	private void checkListeners(Health.Builder builder, StratumServer server) {
		List<StratumServer.BoundListener> listeners = server.listeners();
		builder.withDetail("listeners", listeners.size());
		if (listeners.isEmpty()) {
			down(builder, "not listening");
		}
	}

	private void checkWork(Health.Builder builder, MiningEngine engine) {
		Work work = engine.currentWork();
		if (work == null) {
			down(builder, "no work");
			return;
		}
		Duration age = Duration.between(work.template().fetched(), this.clock.instant());
		builder.withDetail("height", work.template().height()).withDetail("workAgeSeconds", age.toSeconds());
		if (!engine.isReady()) {
			down(builder, "work too old");
		}
	}

	private void down(Health.Builder builder, String reason) {
		builder.down().withDetail("reason", reason);
	}

}
