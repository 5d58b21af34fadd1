package io.stratum.session;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.job.Work;

/**
 * What sessions of all dialects have in common: identity, attributes, the way to the end,
 * and the bounds of what waits to be sent. Protected methods are called on the session's
 * loop.
 */
public abstract class AbstractStratumSession implements StratumSession, SessionProtocol {

	/** The place in the registry's list of the loop; kept by the registry. */
	int registryIndex;

	private final Environment environment;

	private final Connection connection;

	private final SessionSettings settings;

	private final int number;

	private final String id;

	private final long connectedMillis;

	private volatile String userAgent = "";

	private volatile @Nullable Map<String, Object> attributes;

	private @Nullable List<Runnable> closeActions;

	private boolean ended;

	private @Nullable CloseReason reason;

	private volatile boolean open = true;

	/**
	 * Creates a session and puts it into the registry.
	 * @param environment what all sessions of a server share
	 * @param connection the connection
	 * @param settings the limits
	 */
	protected AbstractStratumSession(Environment environment, Connection connection, SessionSettings settings) {
		this.environment = environment;
		this.connection = connection;
		this.settings = settings;
		this.connectedMillis = environment.wallClock().millis();
		this.number = environment.ids().allocate();
		this.id = HexFormat.of().toHexDigits(this.number);
	}

	/**
	 * Sends the current job of the session's payout, if it mines; the latest one wins
	 * while the peer does not read or must not be sent anything. Called on the session's
	 * loop.
	 * @param work the new work
	 */
	public abstract void workPublished(Work work);

	/**
	 * Makes the session known; the last step of its creation.
	 */
	protected final void register() {
		this.environment.registry().add(this.connection.loop(), this);
		observer().opened(this);
	}

	@Override
	public final String id() {
		return this.id;
	}

	@Override
	public final InetSocketAddress remoteAddress() {
		return this.connection.remoteAddress();
	}

	@Override
	public final String listener() {
		return this.connection.listener();
	}

	@Override
	public final Transport transport() {
		return this.connection.transport();
	}

	@Override
	public final Instant connectedAt() {
		return Instant.ofEpochMilli(this.connectedMillis);
	}

	@Override
	public final String userAgent() {
		return this.userAgent;
	}

	@Override
	public final Map<String, Object> attributes() {
		Map<String, Object> map = this.attributes;
		if (map == null) {
			synchronized (this) {
				map = this.attributes;
				if (map == null) {
					map = new ConcurrentHashMap<>(4);
					this.attributes = map;
				}
			}
		}
		return map;
	}

	@Override
	public final boolean isOpen() {
		return this.open;
	}

	@Override
	public final void close() {
		onLoop(() -> close(CloseReason.APPLICATION));
	}

	/**
	 * The bytes that wait to be sent, for meters.
	 * @return a number of bytes
	 */
	final long pendingBytes() {
		return this.connection.pendingBytes();
	}

	@Override
	public final void execute(Runnable task) {
		this.connection.loop().execute(task);
	}

	@Override
	public final void onClose(Runnable action) {
		synchronized (this) {
			if (!this.ended) {
				if (this.closeActions == null) {
					this.closeActions = new ArrayList<>(2);
				}
				this.closeActions.add(action);
				return;
			}
		}
		action.run();
	}

	@Override
	public final void close(CloseReason reason) {
		if (this.open) {
			this.reason = reason;
			this.open = false;
			announceClose(reason);
			this.connection.close();
		}
	}

	@Override
	public final void malformed() {
		observer().malformed(this);
		close(CloseReason.PROTOCOL_ERROR);
	}

	@Override
	public final void closed() {
		List<Runnable> actions;
		synchronized (this) {
			if (this.ended) {
				return;
			}
			this.ended = true;
			actions = this.closeActions;
			this.closeActions = null;
		}
		this.open = false;
		this.environment.registry().remove(this.connection.loop(), this);
		this.environment.ids().release(this.number);
		guarded(this::release);
		guarded(() -> observer().closed(this, (this.reason != null) ? this.reason : CloseReason.PEER));
		if (actions != null) {
			actions.forEach(this::guarded);
		}
	}

	/**
	 * Queues the last words of the dialect for a reason. Called once, before the
	 * connection is closed.
	 * @param reason the reason
	 */
	protected abstract void announceClose(CloseReason reason);

	/**
	 * Frees what the session holds. Called once, when the connection is closed.
	 */
	protected abstract void release();

	/**
	 * Closes the session if too much waits for the peer.
	 */
	protected final void checkOutbound() {
		if (this.connection.pendingBytes() > this.settings.maxOutboundBytes()) {
			close(CloseReason.SLOW);
		}
	}

	/**
	 * Runs something on the session's loop: at once if this is it.
	 * @param task what to do
	 * @return false if the loop has ended, and with it the connection
	 */
	protected final boolean onLoop(Runnable task) {
		Loop loop = this.connection.loop();
		if (loop.inLoop()) {
			task.run();
			return true;
		}
		try {
			loop.execute(task);
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
	}

	/**
	 * Remembers what the client calls itself.
	 * @param userAgent untrusted text
	 */
	protected final void setUserAgent(String userAgent) {
		this.userAgent = userAgent;
	}

	/**
	 * The connection.
	 * @return the connection
	 */
	public final Connection connection() {
		return this.connection;
	}

	/**
	 * The limits.
	 * @return the limits
	 */
	public final SessionSettings settings() {
		return this.settings;
	}

	/**
	 * Who hears of the session.
	 * @return the observer
	 */
	public final SessionObserver observer() {
		return this.environment.observer();
	}

	/**
	 * The monotonic time.
	 * @return nanoseconds
	 */
	public final long nanoTime() {
		return this.environment.nanoClock().getAsLong();
	}

	private void guarded(Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException | Error ex) {
			System.getLogger(getClass().getName())
				.log(System.Logger.Level.WARNING, "Session " + this.id + " failed while closing", ex);
		}
	}

	@Override
	public final String toString() {
		return dialect() + " session " + this.id;
	}

	/**
	 * What all sessions of a server share.
	 *
	 * @param registry where they are found
	 * @param observer who hears of them
	 * @param ids where their ids come from
	 * @param wallClock the time of day
	 * @param nanoClock the monotonic time
	 */
	public record Environment(SessionRegistry registry, SessionObserver observer, SessionIds ids,
			InstantSource wallClock, LongSupplier nanoClock) {

	}

}
