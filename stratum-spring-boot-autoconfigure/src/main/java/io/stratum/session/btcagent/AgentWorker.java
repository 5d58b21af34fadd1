package io.stratum.session.btcagent;

import java.time.Duration;

import io.stratum.ban.WorkerStanding;
import io.stratum.mining.Worker;
import io.stratum.mining.channel.ChannelMiner;
import io.stratum.session.StratumSession.WorkerDetails;

/**
 * A miner behind an agent. There may be 65535 of them on one connection, so it holds no
 * more than it must. Changed on the loop only; {@link #details} on any thread.
 */
final class AgentWorker {

	private final int session;

	private final WorkerStanding standing;

	private final ChannelMiner miner;

	/** How many shares were accepted on this session. */
	private volatile long accepted;

	/** How many were not. */
	private volatile long rejected;

	/**
	 * When the last one was accepted, by the monotonic time; nothing before the first.
	 */
	private volatile long lastShare;

	AgentWorker(int session, WorkerStanding standing, ChannelMiner miner) {
		this.session = session;
		this.standing = standing;
		this.miner = miner;
	}

	int session() {
		return this.session;
	}

	Worker worker() {
		return this.standing.worker();
	}

	WorkerStanding standing() {
		return this.standing;
	}

	ChannelMiner miner() {
		return this.miner;
	}

	void shareAccepted(long nowNanos) {
		this.lastShare = nowNanos;
		this.accepted = this.accepted + 1;
	}

	void shareRejected() {
		this.rejected = this.rejected + 1;
	}

	WorkerDetails details(long nowNanos) {
		long shares = this.accepted;
		Duration since = (shares > 0) ? Duration.ofNanos(Math.max(0, nowNanos - this.lastShare)) : null;
		return new WorkerDetails(worker(), this.miner.announced(), shares, this.rejected, since);
	}

}
