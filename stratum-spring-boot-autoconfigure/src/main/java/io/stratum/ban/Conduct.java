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
public final class Conduct {

	private final Bans bans;

	private final Worker worker;

	/** Where the worker comes from, or null if that is unknown or exempt. */
	private final @Nullable IpNetwork source;

	private final @Nullable ShareJudge judge;

	private long version = -1;

	private @Nullable Ban ban;

	/** Whether a share was accepted: until then a worker may be invented. */
	private boolean proven;

	/** Whether the worker counts among those that mine from its source. */
	private boolean counted;

	private boolean closed;

	Conduct(Bans bans, Worker worker, @Nullable IpNetwork source, @Nullable ShareJudge judge) {
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
	 * Whether the worker is banned now. Costs no more than a look at a counter while
	 * nothing is banned anew.
	 * @return true until the ban ends
	 */
	public boolean isBanned() {
		long current = this.bans.version();
		Ban known = this.ban;
		if (this.version != current || (known != null && !known.isActive(this.bans.now()))) {
			this.version = current;
			this.ban = this.bans.find(this.worker, this.source);
			count(this.proven && this.ban == null);
		}
		return this.ban != null;
	}

	/**
	 * A share of the worker was accepted.
	 */
	public void accepted() {
		if (this.judge != null) {
			if (!this.proven) {
				this.proven = true;
				count(!isBanned());
			}
			judged(this.judge.accepted());
		}
	}

	/**
	 * A share of the worker was refused, for another reason than its ban.
	 * @param reason why
	 */
	public void rejected(RejectReason reason) {
		if (this.judge != null) {
			judged(this.judge.rejected(reason));
		}
	}

	private void judged(@Nullable Duration duration) {
		if (duration != null && this.source != null && !this.closed) {
			count(false);
			this.bans.ban(new BanSubject.WorkerAt(this.source, this.worker.name()), BanReason.INVALID_SHARES, duration,
					this.source);
		}
	}

	private void count(boolean mines) {
		if (this.source != null && this.counted != mines && !this.closed) {
			this.counted = mines;
			this.bans.miners().change(this.source, mines);
		}
	}

	/**
	 * The worker left. Harmless twice.
	 */
	public void close() {
		if (!this.closed) {
			count(false);
			this.closed = true;
			if (this.judge != null) {
				this.judge.close();
			}
		}
	}

}
