package io.stratum.actuate.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

import io.stratum.ban.Bans;
import io.stratum.engine.EngineStatus;
import io.stratum.engine.MiningEngine;
import io.stratum.room.Fault;
import io.stratum.server.StratumServer;
import io.stratum.session.SessionRegistry;

/**
 * Up while the server listens and, in a pool, there is fresh work. The details are
 * counts, ages and heights; nothing of a miner.
 */
public final class StratumHealthIndicator extends AbstractHealthIndicator {

	private final @Nullable StratumServer server;

	private final @Nullable MiningEngine engine;

	private final Bans bans;

	private final SessionRegistry sessions;

	private final Supplier<List<Fault>> observerFaults;

	/**
	 * Creates the indicator.
	 * @param server the server, or null if it has no listeners of its own
	 * @param engine the engine, or null if there is no mining
	 * @param bans the bans
	 * @param sessions the sessions
	 * @param observerFaults what is wrong with those who observe sessions
	 */
	public StratumHealthIndicator(@Nullable StratumServer server, @Nullable MiningEngine engine, Bans bans,
			SessionRegistry sessions, Supplier<List<Fault>> observerFaults) {
		super("Stratum health check failed");
		this.server = server;
		this.engine = engine;
		this.bans = bans;
		this.sessions = sessions;
		this.observerFaults = observerFaults;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up().withDetail("sessions", this.sessions.size());
		EngineStatus status = (this.engine != null) ? this.engine.status() : null;
		List<Fault> faults = new ArrayList<>((status != null) ? status.faults() : this.bans.faults());
		faults.addAll(this.observerFaults.get());
		addFaults(builder, faults);
		if (status != null) {
			checkWork(builder, status);
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

	private void checkWork(Health.Builder builder, EngineStatus status) {
		if (status.sharesSetAside() > 0) {
			builder.withDetail("sharesSetAside", status.sharesSetAside());
		}
		Duration age = status.workAge();
		if (age == null || status.works() == 0) {
			down(builder, "no work");
			return;
		}
		builder.withDetail("height", status.height()).withDetail("workAgeSeconds", age.toSeconds());
		if (!status.ready()) {
			down(builder, "work too old");
		}
	}

	/** Names the beans that fail or do not answer; down if one of them serves nobody. */
	private void addFaults(Health.Builder builder, List<Fault> faults) {
		if (!faults.isEmpty()) {
			Map<String, String> texts = new LinkedHashMap<>();
			faults.forEach((fault) -> texts.put(fault.bean(), fault.text() + " (since " + fault.since() + ")"));
			builder.withDetail("faults", texts);
		}
		faults.stream().filter(Fault::broken).forEach((fault) -> down(builder, fault.bean() + ": " + fault.text()));
	}

	private void down(Health.Builder builder, String reason) {
		builder.down().withDetail("reason", reason);
	}

}
