package io.stratum.server;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.stratum.ban.Bans;
import io.stratum.mining.ban.IpNetwork;
import io.stratum.session.SessionObserver;

/**
 * The connections of a listener on all loops: admits them within the listener's limits,
 * counts them, and ends them. Safe for use by several threads.
 */
public final class ConnectionGroup {

	private static final String BANNED = "banned";

	/** Whoever has an IPv6 address has as many as this leaves free. */
	private static final int IPV6_PREFIX_LENGTH = 64;

	private static final System.Logger logger = System.getLogger(ConnectionGroup.class.getName());

	private final ListenerSettings settings;

	private final SessionFactories sessions;

	private final SessionObserver observer;

	private final Bans bans;

	private final AtomicInteger size = new AtomicInteger();

	private final Map<IpNetwork, Integer> sources = new ConcurrentHashMap<>();

	private final ConnectionRate rate;

	private final Set<ConnectionLoop> loops = ConcurrentHashMap.newKeySet();

	private volatile @Nullable CompletableFuture<Void> drained;

	/**
	 * Creates a group that admits connections.
	 * @param settings the settings of the listener
	 * @param sessions makes the sessions of the connections
	 * @param observer hears of refused connections
	 * @param bans whose connections are refused and closed
	 * @throws IllegalArgumentException if the listener serves a dialect that has no
	 * factory
	 */
	public ConnectionGroup(ListenerSettings settings, SessionFactories sessions, SessionObserver observer, Bans bans) {
		settings.protocols().dialects().forEach(sessions::of);
		this.settings = settings;
		this.rate = new ConnectionRate(settings.connectionRatePerAddress());
		this.sessions = sessions;
		this.observer = observer;
		this.bans = bans;
	}

	/**
	 * The settings of the listener.
	 * @return the settings
	 */
	public ListenerSettings settings() {
		return this.settings;
	}

	/**
	 * What makes the sessions of the connections.
	 */
	SessionFactories sessions() {
		return this.sessions;
	}

	/**
	 * Who hears of refused connections.
	 */
	SessionObserver observer() {
		return this.observer;
	}

	/**
	 * Whose connections are refused and closed.
	 */
	Bans bans() {
		return this.bans;
	}

	/**
	 * How many connections there are.
	 * @return a number
	 */
	public int size() {
		return this.size.get();
	}

	/**
	 * Whether an address may connect; tells the observer if not. {@link #join} asks the
	 * same, for transports that cannot ask sooner.
	 * @param address the address of the peer, null if unknown
	 * @return false if it is banned
	 */
	public boolean admits(@Nullable InetAddress address) {
		boolean admitted = this.bans.admits(address);
		if (!admitted) {
			refused(address, BANNED);
		}
		return admitted;
	}

	/**
	 * Admits a connection unless its address is banned, that exceeds a limit or the group
	 * is ending; tells the observer if not. Called on the loop.
	 * @param loop the loop of the connection
	 * @param member the connection
	 * @param address the address of the peer, null if unknown
	 * @return whether it is admitted; then {@link #leave} must follow
	 */
	public boolean join(ConnectionLoop loop, ConnectionLoop.Member member, @Nullable InetAddress address) {
		String refusal = acquire(address, loop.nanoTime());
		if (refusal != null) {
			refused(address, refusal);
			return false;
		}
		this.loops.add(loop);
		loop.add(member, this);
		if (this.drained != null) {
			member.shutDown();
		}
		return true;
	}

	/**
	 * Takes a connection out. Called on the loop. Harmless twice.
	 * @param loop the loop of the connection
	 * @param member the connection
	 * @param address the address of the peer as it was given to {@link #join}
	 */
	public void leave(ConnectionLoop loop, ConnectionLoop.Member member, @Nullable InetAddress address) {
		if (loop.remove(member)) {
			release(address);
		}
	}

	/**
	 * Admits connections again after {@link #drain(Duration)}.
	 */
	public void open() {
		this.drained = null;
	}

	/**
	 * Admits no more connections, tells all to shut down, and closes those that are left
	 * after a while.
	 * @param grace how long they may take; zero closes them at once
	 * @return completes when there is none left
	 */
	public synchronized CompletionStage<Void> drain(Duration grace) {
		CompletableFuture<Void> running = this.drained;
		if (running != null) {
			return running;
		}
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.drained = done;
		if (grace.isZero()) {
			forEach(ConnectionLoop.Member::terminate);
		}
		else {
			forEach(ConnectionLoop.Member::shutDown);
			terminateLater(done, grace);
		}
		completeWhenEmpty();
		return done;
	}

	private void terminateLater(CompletableFuture<Void> done, Duration grace) {
		this.loops.stream().findAny().ifPresent((loop) -> loop.schedule(() -> {
			// The group may have been opened again since.
			if (!done.isDone()) {
				forEach(ConnectionLoop.Member::terminate);
			}
		}, grace));
	}

	private void forEach(Consumer<ConnectionLoop.Member> action) {
		for (ConnectionLoop loop : this.loops) {
			try {
				loop.execute(() -> loop.forEach(this, action));
			}
			catch (RejectedExecutionException ex) {
				// A loop that has ended has closed its connections.
				this.loops.remove(loop);
			}
		}
	}

	private void refused(@Nullable InetAddress address, String reason) {
		logger.log(System.Logger.Level.DEBUG,
				() -> "Connection of " + address + " on listener '" + this.settings.name() + "' refused: " + reason);
		this.observer.refused(this.settings.name(), reason);
	}

	private @Nullable String acquire(@Nullable InetAddress address, long nowNanos) {
		if (!this.bans.admits(address)) {
			return BANNED;
		}
		int maximum = this.settings.maxConnections();
		if (this.size.incrementAndGet() > maximum && maximum > 0) {
			released();
			return "max-connections";
		}
		if (this.drained != null) {
			released();
			return "shutdown";
		}
		IpNetwork source = source(address);
		if (source != null && !this.rate.admits(source, nowNanos)) {
			released();
			return "connection-rate-per-address";
		}
		if (source != null && this.settings.maxConnectionsPerAddress() > 0
				&& this.sources.merge(source, 1, Integer::sum) > this.settings.maxConnectionsPerAddress()) {
			release(address);
			return "max-connections-per-address";
		}
		return null;
	}

	private static @Nullable IpNetwork source(@Nullable InetAddress address) {
		return (address != null) ? IpNetwork.ofOwner(address, IPV6_PREFIX_LENGTH) : null;
	}

	private void release(@Nullable InetAddress address) {
		IpNetwork source = source(address);
		if (source != null && this.settings.maxConnectionsPerAddress() > 0) {
			this.sources.computeIfPresent(source, (key, count) -> (count > 1) ? count - 1 : null);
		}
		released();
	}

	private void released() {
		this.size.decrementAndGet();
		completeWhenEmpty();
	}

	private void completeWhenEmpty() {
		CompletableFuture<Void> done = this.drained;
		if (done != null && this.size.get() == 0) {
			done.complete(null);
		}
	}

}
