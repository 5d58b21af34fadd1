package io.stratum.metrics;

import java.util.List;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * All meters of the server. No tag carries anything that a peer can choose.
 */
public enum StratumMeters {

	/**
	 * The open sessions.
	 */
	SESSIONS("stratum.sessions", Meter.Type.GAUGE, "sessions", "Open sessions", "dialect", "transport", "listener"),

	/**
	 * The workers that are authorized, those behind agents among them.
	 */
	WORKERS("stratum.workers", Meter.Type.GAUGE, "workers", "Authorized workers, also those behind agents"),

	/**
	 * The sessions that ended, by {@link io.stratum.session.CloseReason#tag()}.
	 */
	SESSIONS_CLOSED("stratum.sessions.closed", Meter.Type.COUNTER, null, "Sessions that ended", "reason"),

	/**
	 * The connections that did not become sessions.
	 */
	CONNECTIONS_REFUSED("stratum.connections.refused", Meter.Type.COUNTER, null, "Connections that were refused",
			"reason", "listener"),

	/**
	 * The bytes that wait for peers that read slowly.
	 */
	OUTBOUND_WAITING("stratum.outbound.waiting", Meter.Type.GAUGE, "bytes", "Bytes that wait to be sent"),

	/**
	 * The requests of peers. The method is one that has a handler, or {@code other}; the
	 * outcome is {@code success}, {@code error}, {@code none} or {@code failure}.
	 */
	REQUESTS("stratum.requests", Meter.Type.COUNTER, "requests", "Requests of peers", "method", "outcome"),

	/**
	 * What peers sent that is no message.
	 */
	MALFORMED("stratum.messages.malformed", Meter.Type.COUNTER, null, "Messages that could not be read"),

	/**
	 * The answers to workers that want to mine: {@code accepted} or {@code refused}.
	 */
	LOGINS("stratum.logins", Meter.Type.COUNTER, "logins", "Workers that were accepted or refused", "result"),

	/**
	 * The bans that this server imposed, by
	 * {@link io.stratum.mining.ban.BanReason#tag()}.
	 */
	BANS("stratum.bans", Meter.Type.COUNTER, null, "Bans that this server imposed", "reason"),

	/**
	 * The bans in force, also those of other servers.
	 */
	BANS_ACTIVE("stratum.bans.active", Meter.Type.GAUGE, null, "Bans in force"),

	/**
	 * The shares: {@code accepted}, or {@link io.stratum.mining.RejectReason#tag()}.
	 */
	SHARES("stratum.shares", Meter.Type.COUNTER, "shares", "Shares by result", "result"),

	/**
	 * The difficulty of accepted shares. Its rate, times the hashes of difficulty 1 (2^32
	 * for SHA-256d), is the hash rate.
	 */
	SHARES_DIFFICULTY("stratum.shares.difficulty", Meter.Type.COUNTER, null,
			"Sum of the difficulty of accepted shares"),

	/**
	 * The shares that wait for the recorder.
	 */
	SHARES_PENDING("stratum.shares.pending", Meter.Type.GAUGE, null, "Shares that wait to be recorded"),

	/**
	 * The accepted shares that were set aside, because the recorder refuses them.
	 */
	SHARES_SET_ASIDE("stratum.shares.set-aside", Meter.Type.COUNTER, "shares",
			"Accepted shares that the recorder refuses"),

	/**
	 * The age of the template that is being mined; no number before the first.
	 */
	JOB_AGE("stratum.job.age", Meter.Type.GAUGE, "seconds", "Age of the work that is being mined"),

	/**
	 * How long it took to hand a job to all sessions.
	 */
	JOB_BROADCAST("stratum.job.broadcast", Meter.Type.TIMER, null, "Time to hand a job to all sessions"),

	/**
	 * The jobs that were not sent because a newer one took their place.
	 */
	JOBS_SKIPPED("stratum.jobs.skipped", Meter.Type.COUNTER, null, "Jobs that slow peers did not get"),

	/**
	 * The blocks that miners found.
	 */
	BLOCKS_FOUND("stratum.blocks.found", Meter.Type.COUNTER, null, "Blocks that miners found"),

	/**
	 * The blocks that are not submitted, because there are too many.
	 */
	BLOCKS_DROPPED("stratum.blocks.dropped", Meter.Type.COUNTER, null, "Found blocks that are not submitted"),

	/**
	 * What became of blocks that a node took: {@code confirmed} or {@code orphaned}.
	 */
	BLOCKS_SETTLED("stratum.blocks.settled", Meter.Type.COUNTER, null, "Blocks whose fate is known", "result"),

	/**
	 * The answers to submitted blocks, by the name of the submitter and by
	 * {@link io.stratum.mining.BlockOutcome.Kind}.
	 */
	BLOCKS_SUBMITTED("stratum.blocks.submitted", Meter.Type.COUNTER, null, "Answers to submitted blocks", "submitter",
			"outcome"),

	/**
	 * The calls to nodes. The method is that of the node, or {@code longpoll} or
	 * {@code proposal}; the outcome is {@code success} or
	 * {@link io.stratum.node.NodeFailure#tag()}.
	 */
	NODE_CALLS("stratum.node.calls", Meter.Type.TIMER, null, "Calls to nodes", "node", "method", "outcome"),

	/**
	 * Whether a node works: 1 or 0.
	 */
	NODE_UP("stratum.node.up", Meter.Type.GAUGE, null, "Whether a node works", "node"),

	/**
	 * Whether work comes from a node: 1 or 0.
	 */
	NODE_IN_USE("stratum.node.in.use", Meter.Type.GAUGE, null, "Whether work comes from a node", "node"),

	/**
	 * The height of the tip of a node; no number before its first template.
	 */
	NODE_HEIGHT("stratum.node.height", Meter.Type.GAUGE, "blocks", "Height of the tip of a node", "node");

	private final String meterName;

	private final Meter.Type type;

	private final @Nullable String unit;

	private final String description;

	private final List<String> tags;

	StratumMeters(String meterName, Meter.Type type, @Nullable String unit, String description, String... tags) {
		this.meterName = meterName;
		this.type = type;
		this.unit = unit;
		this.description = description;
		this.tags = List.of(tags);
	}

	/**
	 * The name of the meter.
	 * @return the name
	 */
	public String meterName() {
		return this.meterName;
	}

	/**
	 * The type of the meter.
	 * @return the type
	 */
	public Meter.Type type() {
		return this.type;
	}

	/**
	 * What the meter counts.
	 * @return the unit, or null if the name says it
	 */
	public @Nullable String unit() {
		return this.unit;
	}

	/**
	 * What the meter means.
	 * @return a phrase
	 */
	public String description() {
		return this.description;
	}

	/**
	 * The tags of the meter.
	 * @return the keys
	 */
	public List<String> tags() {
		return this.tags;
	}

	<N extends Number> void counter(MeterRegistry registry, Tags tags, N count) {
		FunctionCounter.builder(this.meterName, count, Number::doubleValue)
			.tags(tags)
			.description(this.description)
			.baseUnit(this.unit)
			.register(registry);
	}

	<T> void gauge(MeterRegistry registry, Tags tags, T source, ToDoubleFunction<T> value) {
		Gauge.builder(this.meterName, source, value)
			.tags(tags)
			.description(this.description)
			.baseUnit(this.unit)
			.register(registry);
	}

	Timer timer(MeterRegistry registry, Tags tags) {
		return Timer.builder(this.meterName).tags(tags).description(this.description).register(registry);
	}

}
