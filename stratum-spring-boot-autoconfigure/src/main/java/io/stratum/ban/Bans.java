package io.stratum.ban;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.Worker;
import io.stratum.mining.ban.Ban;
import io.stratum.mining.ban.BanPolicy;
import io.stratum.mining.ban.BanReason;
import io.stratum.mining.ban.BanStore;
import io.stratum.mining.ban.BanSubject;
import io.stratum.mining.ban.InMemoryBanStore;
import io.stratum.mining.ban.IpNetwork;
import io.stratum.mining.ban.Offence;
import io.stratum.room.Fault;
import io.stratum.room.FaultLog;
import io.stratum.room.LimitedCalls;

/**
 * Who is banned. Answers at once, from a copy of the bans that the store has; the policy
 * is asked on the thread that calls, the store never. Connections and sessions look at
 * {@link #version()} every second, and find out whether they are hit when it has changed.
 * Safe for use by several threads.
 */
public final class Bans {

	/** About ten years; who wants more has a list of denied addresses. */
	private static final Duration LONGEST = Duration.ofDays(3650);

	private final BanSettings settings;

	/** Null if nobody is ever banned. */
	private final @Nullable BanPolicy policy;

	private final InstantSource clock;

	private final BanList list;

	private final BanLog log;

	private final BanSync sync;

	private final FaultLog policyFaults;

	/** How many bans this server imposed, by reason. */
	private final AtomicLongArray imposed = new AtomicLongArray(BanReason.values().length);

	/**
	 * How many workers mine from where that had a share accepted and are not banned;
	 * nothing is kept of who has left.
	 */
	private final Map<IpNetwork, Integer> miners = new ConcurrentHashMap<>();

	/**
	 * Creates bans that are as empty as the store until they are started.
	 * @param settings what is configured
	 * @param policy who decides, or null if nobody is ever banned
	 * @param store where bans are kept
	 * @param clock the time of day
	 * @param nanoClock the monotonic time
	 */
	public Bans(BanSettings settings, @Nullable BanPolicy policy, BanStore store, InstantSource clock,
			LongSupplier nanoClock) {
		this.settings = settings;
		this.policy = policy;
		this.clock = clock;
		this.log = new BanLog(nanoClock);
		this.list = new BanList(settings.maxBans());
		this.policyFaults = new FaultLog(Bans.class,
				(policy != null) ? Fault.nameOf(BanPolicy.class, policy) : "BanPolicy", clock, nanoClock);
		FaultLog storeFaults = new FaultLog(Bans.class, Fault.nameOf(BanStore.class, store), clock, nanoClock);
		LimitedCalls calls = new LimitedCalls(storeFaults, settings.storeTimeout(), 1, Bans::after, nanoClock);
		this.sync = new BanSync(settings, this.list, this.log, store, calls, clock);
	}

	/** Runs a short step later, on a daemon thread of the JDK. */
	private static Future<?> after(Duration delay, Runnable step) {
		CompletableFuture<@Nullable Void> alarm = new CompletableFuture<>();
		alarm.completeOnTimeout(null, delay.toNanos(), TimeUnit.NANOSECONDS).thenRun(step);
		return alarm;
	}

	/**
	 * Bans that never hit anybody, for servers without any.
	 * @return bans that need not be started
	 */
	public static Bans none() {
		BanSettings settings = new BanSettings(Duration.ZERO, List.of(), List.of(), true, 64, 1, Duration.ZERO,
				Duration.ZERO);
		return new Bans(settings, null, new InMemoryBanStore(), InstantSource.system(), () -> 0);
	}

	/**
	 * Whether there can be bans.
	 * @return false for {@link #none()}
	 */
	public boolean isEnabled() {
		return this.policy != null;
	}

	/**
	 * Loads the bans of the store, within its timeout, and begins to keep up with it.
	 * Harmless twice.
	 */
	public void start() {
		if (isEnabled()) {
			this.sync.start();
		}
	}

	/**
	 * Saves what is not saved yet, within the timeout of the store, and ends. Harmless
	 * twice.
	 */
	public void stop() {
		this.sync.stop();
	}

	/** What is wrong with policy and store; the server goes on without them. */
	public List<Fault> faults() {
		return Stream.of(this.policyFaults.fault(), this.sync.fault()).filter(Objects::nonNull).toList();
	}

	/** A number that changes with the bans, except when one ends by itself. */
	public long version() {
		return this.list.version();
	}

	/**
	 * Whether an address may connect.
	 * @param address the address, or null if it is unknown
	 * @return false if it is banned or denied
	 */
	public boolean admits(@Nullable InetAddress address) {
		if (address == null || !isEnabled()) {
			return true;
		}
		IpNetwork network = IpNetwork.of(address);
		return this.settings.isExempt(network)
				|| (!this.settings.isDenied(network) && this.list.find(network, now()) == null);
	}

	/**
	 * Whether a worker may log in, as far as bans are concerned.
	 * @param worker the worker; its account may be empty while it is not known
	 * @param address where it comes from, or null if that is unknown
	 * @return false if it is banned
	 */
	public boolean admits(Worker worker, @Nullable InetAddress address) {
		return !isEnabled() || this.list.find(worker, source(address), true, now()) == null;
	}

	/**
	 * A worker begins to mine on a session.
	 * @param worker the worker
	 * @param address where it comes from, or null if that is unknown
	 * @return its standing, to be closed when it ends
	 */
	public WorkerStanding open(Worker worker, @Nullable InetAddress address) {
		IpNetwork source = source(address);
		BanPolicy judging = this.policy;
		if (judging == null || source == null || !BanSubject.isName(worker.name())) {
			return new WorkerStanding(this, worker, null, null);
		}
		return new WorkerStanding(this, worker, source, ask(() -> judging.watch(worker, source)));
	}

	/**
	 * Asks the policy.
	 * @return its answer, or null if it gives none or fails
	 */
	<T> @Nullable T ask(Supplier<? extends @Nullable T> question) {
		try {
			@Nullable T answer = question.get();
			if (answer instanceof Duration duration && (duration.isNegative() || duration.isZero())) {
				throw new IllegalStateException("duration: " + duration + " (expected: more than 0)");
			}
			this.policyFaults.succeeded();
			return answer;
		}
		catch (Throwable ex) {
			this.policyFaults.failed(ex);
			return null;
		}
	}

	int miners(IpNetwork source) {
		return this.miners.getOrDefault(source, 0);
	}

	/** One more worker mines, or one less. */
	void countMiner(IpNetwork source, boolean more) {
		this.miners.merge(source, more ? 1 : -1, (known, change) -> (known + change != 0) ? known + change : null);
	}

	/**
	 * A connection was closed because of what it sent.
	 * @param address where it came from, or null if that is unknown
	 */
	public void malformed(@Nullable InetAddress address) {
		IpNetwork source = source(address);
		if (source != null) {
			offended(BanReason.MALFORMED_MESSAGES, new BanSubject.Network(source), "", source);
		}
	}

	/**
	 * A worker was refused by who decides who may mine. Counts for its name at the
	 * address, and for the address whatever the name. A login that failed for another
	 * reason must not be told.
	 * @param name the name that it gave
	 * @param address where it comes from, or null if that is unknown
	 */
	public void loginFailed(String name, @Nullable InetAddress address) {
		IpNetwork source = source(address);
		if (source == null) {
			return;
		}
		offended(BanReason.FAILED_LOGINS, new BanSubject.Network(source), name, source);
		if (BanSubject.isName(name)) {
			offended(BanReason.FAILED_LOGINS, new BanSubject.WorkerAt(source, name), name, source);
		}
	}

	private void offended(BanReason reason, BanSubject subject, String worker, IpNetwork source) {
		BanPolicy judging = this.policy;
		if (judging != null) {
			Duration duration = ask(() -> judging.offended(new Offence(reason, subject, worker, miners(source))));
			if (duration != null) {
				ban(subject, reason, duration, source);
			}
		}
	}

	/** Bans somebody, unless a longer ban is in force. */
	void ban(BanSubject subject, BanReason reason, Duration duration, IpNetwork source) {
		Ban ban = ban(subject, reason, duration, "");
		Ban known = this.list.find(subject);
		if (known != null && !known.until().isBefore(ban.until())) {
			return;
		}
		impose(ban);
		if (subject instanceof BanSubject.WorkerAt banned) {
			offended(BanReason.BANNED_WORKERS, new BanSubject.Network(source), banned.name(), source);
		}
	}

	/**
	 * Bans somebody because an operator, or the application, wants it, in the place of a
	 * ban that is in force.
	 * @param subject what to ban
	 * @param duration how long; by default as configured
	 * @param comment what is to be remembered, or nothing
	 * @return the ban
	 * @throws IllegalArgumentException if the subject is never banned, the duration is
	 * not positive, or the comment is too long
	 */
	public Ban add(BanSubject subject, @Nullable Duration duration, String comment) {
		if (!isEnabled()) {
			throw new IllegalArgumentException("bans: off (expected: 'stratum.ban.enabled' is true)");
		}
		if (subject instanceof BanSubject.Network banned && this.settings.isExempt(banned.network())) {
			throw new IllegalArgumentException("address: " + banned.network()
					+ " (expected: one that is neither in 'stratum.ban.allow-list' nor an exempt loopback address)");
		}
		Duration time = (duration != null) ? duration : this.settings.duration();
		if (time.isNegative() || time.isZero()) {
			throw new IllegalArgumentException("duration: " + time + " (expected: more than 0)");
		}
		Ban ban = ban(subject, BanReason.OPERATOR, time, comment);
		impose(ban);
		return ban;
	}

	private Ban ban(BanSubject subject, BanReason reason, Duration duration, String comment) {
		Instant now = now();
		return new Ban(subject, reason, now, now.plus((duration.compareTo(LONGEST) < 0) ? duration : LONGEST), comment);
	}

	private void impose(Ban ban) {
		if (this.sync.put(ban)) {
			this.imposed.incrementAndGet(ban.reason().ordinal());
			this.log.banned(ban);
		}
	}

	/**
	 * Lifts a ban.
	 * @param subject what is banned
	 * @return whether it was
	 */
	public boolean remove(BanSubject subject) {
		boolean banned = this.sync.remove(subject);
		if (banned) {
			this.log.lifted(subject);
		}
		return banned;
	}

	/**
	 * A page of the bans, the newest first.
	 * @param offset how many to skip
	 * @param limit how many at most
	 * @return the bans
	 */
	public List<Ban> page(int offset, int limit) {
		return this.list.page(offset, limit, now());
	}

	/** How many bans there are. */
	public int size() {
		return this.list.size(now());
	}

	/**
	 * How many bans this server imposed since its start.
	 * @param reason why
	 * @return a number
	 */
	public long imposed(BanReason reason) {
		return this.imposed.get(reason.ordinal());
	}

	Instant now() {
		return this.clock.instant();
	}

	/** The ban that stops a worker that mines. */
	@Nullable Ban find(Worker worker, @Nullable IpNetwork source) {
		return isEnabled() ? this.list.find(worker, source, false, now()) : null;
	}

	private @Nullable IpNetwork source(@Nullable InetAddress address) {
		if (address == null || !isEnabled() || this.settings.isExempt(IpNetwork.of(address))) {
			return null;
		}
		return this.settings.source(address);
	}

}
