package io.stratum.server;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

import io.stratum.protocol.noise.ChaChaPoly;
import io.stratum.session.Loop;

/**
 * An event loop with the connections that it owns. It sweeps them by one task per second,
 * which ends with the last of them. Connections are added and removed by their
 * {@link ConnectionGroup}, on the loop.
 */
public abstract class ConnectionLoop implements Loop {

	private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);

	// The value slot makes a set of connections per group and loop superfluous.
	private final Map<Member, ConnectionGroup> members = new IdentityHashMap<>();

	private final LongSupplier nanoClock;

	private @Nullable ChaChaPoly cipher;

	private final ByteBuf plaintext = Unpooled.buffer(0);

	private boolean sweeping;

	/**
	 * Creates the loop.
	 * @param nanoClock the monotonic time in nanoseconds
	 */
	protected ConnectionLoop(LongSupplier nanoClock) {
		this.nanoClock = nanoClock;
	}

	/**
	 * Runs a task on the loop, later.
	 * @param task the task
	 * @param delay how much later
	 */
	protected abstract void schedule(Runnable task, Duration delay);

	/**
	 * The time that {@link Member#sweep(long)} is told.
	 * @return monotonic nanoseconds
	 */
	public final long nanoTime() {
		return this.nanoClock.getAsLong();
	}

	/**
	 * The cipher of all connections of the loop, made for the first that is encrypted.
	 */
	final ChaChaPoly cipher() {
		ChaChaPoly own = this.cipher;
		if (own == null) {
			own = new ChaChaPoly();
			this.cipher = own;
		}
		return own;
	}

	/**
	 * Where the connections of the loop decrypt to, one after the other.
	 */
	final ByteBuf plaintext() {
		return this.plaintext;
	}

	final void add(Member member, ConnectionGroup group) {
		this.members.put(member, group);
		if (!this.sweeping) {
			this.sweeping = true;
			schedule(this::sweep, SWEEP_INTERVAL);
		}
	}

	final boolean remove(Member member) {
		return this.members.remove(member) != null;
	}

	final void forEach(ConnectionGroup group, Consumer<Member> action) {
		for (Member member : snapshot()) {
			if (this.members.get(member) == group) {
				action.accept(member);
			}
		}
	}

	private void sweep() {
		if (this.members.isEmpty()) {
			this.sweeping = false;
			return;
		}
		schedule(this::sweep, SWEEP_INTERVAL);
		long now = nanoTime();
		for (Member member : snapshot()) {
			if (this.members.containsKey(member)) {
				member.sweep(now);
			}
		}
	}

	// A member may leave while it is visited.
	private Member[] snapshot() {
		return this.members.keySet().toArray(new Member[0]);
	}

	/**
	 * A connection as its loop sees it. All methods are called on the loop and do not
	 * throw.
	 */
	public interface Member {

		/**
		 * Time passed; called every second.
		 * @param nowNanos the monotonic time
		 */
		void sweep(long nowNanos);

		/**
		 * The server is stopping: answers what is under way, tells the peer, sends what
		 * is queued, and closes. Harmless when closed.
		 */
		void shutDown();

		/**
		 * Closes at once and leaves the group. Harmless when closed.
		 */
		void terminate();

	}

}
