package io.stratum.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import io.stratum.mining.AuthenticationRequest;
import io.stratum.mining.Block;
import io.stratum.mining.BlockOutcome;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.Dialect;
import io.stratum.mining.MinedBlock;
import io.stratum.mining.MiningListener;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Share;
import io.stratum.mining.Worker;
import io.stratum.session.CloseReason;
import io.stratum.session.SessionObserver;
import io.stratum.session.StratumSession;

/**
 * Counts what sessions and miners do, and gives the counts to Micrometer. Counting is
 * adding to a number made beforehand: no registry is asked per share or request.
 */
public final class StratumMetrics implements SessionObserver, MiningListener, MeterBinder {

	private static final String OTHER = "other";

	/** More refusal reasons per listener than the server has. */
	private static final int MAX_DYNAMIC = 256;

	private final LongAdder[] closed = adders(CloseReason.values().length);

	private final LongAdder[] rejected = adders(RejectReason.values().length);

	private final Supplier<? extends Collection<String>> methods;

	private volatile Map<String, RequestCounts> requests = Map.of();

	private final RequestCounts otherRequests = new RequestCounts();

	private final Map<Tags, LongAdder> sessions = new ConcurrentHashMap<>();

	private final Map<Tags, LongAdder> refused = new ConcurrentHashMap<>();

	private final LongAdder malformed = new LongAdder();

	private final LongAdder jobsSkipped = new LongAdder();

	private final LongAdder loginsAccepted = new LongAdder();

	private final LongAdder loginsRefused = new LongAdder();

	private final LongAdder accepted = new LongAdder();

	private final LongAdder setAside = new LongAdder();

	private final DoubleAdder difficulty = new DoubleAdder();

	private final LongAdder blocksFound = new LongAdder();

	private final LongAdder blocksDropped = new LongAdder();

	private final LongAdder blocksConfirmed = new LongAdder();

	private final LongAdder blocksOrphaned = new LongAdder();

	private final Map<Tags, LongAdder> blocksSubmitted = new ConcurrentHashMap<>();

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	private final List<Timer> broadcasts = new CopyOnWriteArrayList<>();

	private final LongSupplier workers;

	private final LongSupplier outboundWaiting;

	private final LongSupplier sharesPending;

	private final InstantSource clock;

	private volatile @Nullable Instant fetched;

	/**
	 * Creates the metrics.
	 * @param methods supplies the methods that have a handler, when the first registry is
	 * bound; all others count as {@code other}
	 * @param workers gives the number of workers on all sessions
	 * @param outboundWaiting gives the bytes that wait to be sent
	 * @param sharesPending gives the shares that wait to be recorded
	 * @param clock the wall clock, for the age of work
	 */
	public StratumMetrics(Supplier<? extends Collection<String>> methods, LongSupplier workers,
			LongSupplier outboundWaiting, LongSupplier sharesPending, InstantSource clock) {
		this.methods = methods;
		this.workers = workers;
		this.outboundWaiting = outboundWaiting;
		this.sharesPending = sharesPending;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		synchronized (this.registries) {
			if (this.registries.isEmpty()) {
				this.requests = requestCounts();
			}
			this.registries.add(registry);
			this.sessions.forEach((tags, count) -> StratumMeters.SESSIONS.gauge(registry, tags, count, LongAdder::sum));
			this.blocksSubmitted
				.forEach((tags, count) -> StratumMeters.BLOCKS_SUBMITTED.counter(registry, tags, count));
			this.refused.forEach((tags, count) -> StratumMeters.CONNECTIONS_REFUSED.counter(registry, tags, count));
		}
		bindSessions(registry);
		bindMining(registry);
	}

	private Map<String, RequestCounts> requestCounts() {
		Map<String, RequestCounts> counts = new HashMap<>();
		this.methods.get().forEach((method) -> counts.put(method, new RequestCounts()));
		counts.put(OTHER, this.otherRequests);
		return counts;
	}

	private void bindSessions(MeterRegistry registry) {
		for (CloseReason reason : CloseReason.values()) {
			StratumMeters.SESSIONS_CLOSED.counter(registry, Tags.of("reason", reason.tag()),
					this.closed[reason.ordinal()]);
		}
		this.requests.forEach((method, counts) -> counts.bind(registry, method));
		StratumMeters.MALFORMED.counter(registry, Tags.empty(), this.malformed);
		StratumMeters.JOBS_SKIPPED.counter(registry, Tags.empty(), this.jobsSkipped);
		StratumMeters.WORKERS.gauge(registry, Tags.empty(), this.workers, LongSupplier::getAsLong);
		StratumMeters.OUTBOUND_WAITING.gauge(registry, Tags.empty(), this.outboundWaiting, LongSupplier::getAsLong);
	}

	private void bindMining(MeterRegistry registry) {
		StratumMeters.LOGINS.counter(registry, Tags.of("result", "accepted"), this.loginsAccepted);
		StratumMeters.LOGINS.counter(registry, Tags.of("result", "refused"), this.loginsRefused);
		StratumMeters.SHARES.counter(registry, Tags.of("result", "accepted"), this.accepted);
		for (RejectReason reason : RejectReason.values()) {
			StratumMeters.SHARES.counter(registry, Tags.of("result", reason.tag()), this.rejected[reason.ordinal()]);
		}
		StratumMeters.SHARES_SET_ASIDE.counter(registry, Tags.empty(), this.setAside);
		StratumMeters.SHARES_DIFFICULTY.counter(registry, Tags.empty(), this.difficulty);
		StratumMeters.SHARES_PENDING.gauge(registry, Tags.empty(), this.sharesPending, LongSupplier::getAsLong);
		StratumMeters.JOB_AGE.gauge(registry, Tags.empty(), this, StratumMetrics::jobAge);
		StratumMeters.BLOCKS_FOUND.counter(registry, Tags.empty(), this.blocksFound);
		StratumMeters.BLOCKS_DROPPED.counter(registry, Tags.empty(), this.blocksDropped);
		StratumMeters.BLOCKS_SETTLED.counter(registry, Tags.of("result", "confirmed"), this.blocksConfirmed);
		StratumMeters.BLOCKS_SETTLED.counter(registry, Tags.of("result", "orphaned"), this.blocksOrphaned);
		this.broadcasts.add(StratumMeters.JOB_BROADCAST.timer(registry, Tags.empty()));
	}

	@Override
	public void opened(StratumSession session) {
		sessionCount(session, session.dialect()).increment();
	}

	@Override
	public void dialectChanged(StratumSession session, Dialect before) {
		sessionCount(session, before).decrement();
		sessionCount(session, session.dialect()).increment();
	}

	@Override
	public void closed(StratumSession session, CloseReason reason) {
		sessionCount(session, session.dialect()).decrement();
		this.closed[reason.ordinal()].increment();
	}

	@Override
	public void refused(String listener, String reason) {
		Tags tags = Tags.of("reason", reason, "listener", listener);
		if (this.refused.size() >= MAX_DYNAMIC && !this.refused.containsKey(tags)) {
			tags = Tags.of("reason", OTHER, "listener", OTHER);
		}
		dynamic(this.refused, tags,
				(registry, key, count) -> StratumMeters.CONNECTIONS_REFUSED.counter(registry, key, count))
			.increment();
	}

	@Override
	public void requestHandled(StratumSession session, String method, String outcome) {
		this.requests.getOrDefault(method, this.otherRequests).increment(outcome);
	}

	@Override
	public void malformed(StratumSession session) {
		this.malformed.increment();
	}

	@Override
	public void jobSkipped(StratumSession session) {
		this.jobsSkipped.increment();
	}

	@Override
	public void workerAuthorized(AuthenticationRequest request, Worker worker) {
		this.loginsAccepted.increment();
	}

	@Override
	public void workerRefused(AuthenticationRequest request, String message) {
		this.loginsRefused.increment();
	}

	@Override
	public void shareAccepted(Share share) {
		this.accepted.increment();
		this.difficulty.add(share.difficulty());
	}

	@Override
	public void shareSetAside(Share share) {
		this.setAside.increment();
	}

	@Override
	public void shareRejected(String worker, RejectReason reason) {
		this.rejected[reason.ordinal()].increment();
	}

	@Override
	public void blockFound(Block block) {
		this.blocksFound.increment();
	}

	@Override
	public void blockSubmitted(Block block, String submitter, BlockOutcome outcome) {
		Tags tags = Tags.of("submitter", submitter, "outcome", outcome.kind().name().toLowerCase(Locale.ROOT));
		dynamic(this.blocksSubmitted, tags, StratumMeters.BLOCKS_SUBMITTED::counter).increment();
	}

	@Override
	public void blockConfirmed(MinedBlock block) {
		this.blocksConfirmed.increment();
	}

	@Override
	public void blockOrphaned(MinedBlock block) {
		this.blocksOrphaned.increment();
	}

	@Override
	public void blockDropped(Block block) {
		this.blocksDropped.increment();
	}

	@Override
	public void workPublished(BlockTemplate template, boolean newTip) {
		this.fetched = template.fetched();
	}

	@Override
	public void workBroadcast(int sessions, Duration elapsed) {
		this.broadcasts.forEach((timer) -> timer.record(elapsed));
	}

	private double jobAge() {
		Instant fetched = this.fetched;
		return (fetched != null) ? Duration.between(fetched, this.clock.instant()).toMillis() / 1000.0 : Double.NaN;
	}

	private LongAdder sessionCount(StratumSession session, Dialect dialect) {
		Tags tags = Tags.of("dialect", dialect.name().toLowerCase(Locale.ROOT), "transport",
				session.transport().name().toLowerCase(Locale.ROOT), "listener", session.listener());
		return dynamic(this.sessions, tags,
				(registry, key, count) -> StratumMeters.SESSIONS.gauge(registry, key, count, LongAdder::sum));
	}

	private LongAdder dynamic(Map<Tags, LongAdder> counts, Tags tags, Registration registration) {
		LongAdder count = counts.get(tags);
		if (count != null) {
			return count;
		}
		synchronized (this.registries) {
			return counts.computeIfAbsent(tags, (key) -> {
				LongAdder created = new LongAdder();
				this.registries.forEach((registry) -> registration.register(registry, key, created));
				return created;
			});
		}
	}

	static LongAdder[] adders(int count) {
		LongAdder[] adders = new LongAdder[count];
		for (int i = 0; i < count; i++) {
			adders[i] = new LongAdder();
		}
		return adders;
	}

	private interface Registration {

		void register(MeterRegistry registry, Tags tags, LongAdder count);

	}

}
