package io.stratum.ban;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.stratum.mining.RejectReason;
import io.stratum.mining.Worker;
import io.stratum.mining.ban.Ban;
import io.stratum.mining.ban.BanReason;
import io.stratum.mining.ban.BanSubject;
import io.stratum.mining.ban.IpNetwork;
import io.stratum.mining.ban.ShareJudge;

/**
 * A worker on one session: whether it is banned, and how its shares are. Used on the loop
 * of the session only. It costs some 100 bytes, and nothing per share.
 */
public final class WorkerStanding {

	private final Bans bans;

	private final Worker worker;

	/** Where the worker comes from, or null if that is unknown or exempt. */
	private final @Nullable IpNetwork source;

	private final @Nullable ShareJudge judge;

	/** The version of the bans that {@link #ban} was looked up in, -1 before. */
	private long version = -1;

	/** The ban that was found then, which may have ended; null if there was none. */
	private @Nullable Ban ban;

	/** Whether the worker counts among those that mine from its source: since a share. */
	private boolean counted;

	/** Whether the worker left. */
	private boolean closed;

	WorkerStanding(Bans bans, Worker worker, @Nullable IpNetwork source, @Nullable ShareJudge judge) {
		this.bans = bans;
		this.worker = worker;
		this.source = source;
		this.judge = judge;
	}

	/**
	 * The worker.
	 * @return the worker
	 */
	public Worker worker() {
		return this.worker;
	}

	/**
	 * Whether the worker is banned now. Asking changes nothing, and costs no more than a
	 * look at a counter while nothing is banned anew.
	 * @return true until the ban ends
	 */
	public boolean isBanned() {
		long current = this.bans.version();
		Ban known = this.ban;
		if (this.version != current || (known != null && !known.isActive(this.bans.now()))) {
			this.version = current;
			this.ban = this.bans.find(this.worker, this.source);
		}
		return this.ban != null;
	}

	/**
	 * A share of the worker was accepted: until the first one it may be invented. From
	 * now on it counts among those that mine, until it is banned or leaves.
	 */
	public void addAccepted() {
		count(!isBanned());
		if (this.judge != null) {
			punish(this.bans.ask(this.judge::accepted));
		}
	}

	/**
	 * A share of the worker was refused. While the worker is banned it is not judged.
	 * @param reason why
	 */
	public void addRejected(RejectReason reason) {
		if (isBanned()) {
			count(false);
		}
		else if (this.judge != null) {
			ShareJudge judging = this.judge;
			punish(this.bans.ask(() -> judging.rejected(reason)));
		}
	}

	private void punish(@Nullable Duration duration) {
		if (duration != null && this.source != null && !this.closed) {
			count(false);
			this.bans.ban(new BanSubject.WorkerAt(this.source, this.worker.name()), BanReason.INVALID_SHARES, duration,
					this.source);
		}
	}

	private void count(boolean mines) {
		if (this.source != null && this.counted != mines && !this.closed) {
			this.counted = mines;
			this.bans.countMiner(this.source, mines);
		}
	}

	/**
	 * The worker left. Harmless twice.
	 */
	public void close() {
		if (!this.closed) {
			count(false);
			this.closed = true;
			ShareJudge judging = this.judge;
			if (judging != null) {
				this.bans.ask(() -> {
					judging.close();
					return null;
				});
			}
		}
	}

}
