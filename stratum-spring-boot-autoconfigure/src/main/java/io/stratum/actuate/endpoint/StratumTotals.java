package io.stratum.actuate.endpoint;

import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

import io.stratum.mining.Block;
import io.stratum.mining.MiningListener;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Share;
import io.stratum.session.CloseReason;
import io.stratum.session.SessionObserver;
import io.stratum.session.StratumSession;

/**
 * Counts since the start, for the endpoint.
 */
public final class StratumTotals implements SessionObserver, MiningListener {

	private final LongAdder opened = new LongAdder();

	private final LongAdder closed = new LongAdder();

	private final LongAdder refused = new LongAdder();

	private final LongAdder accepted = new LongAdder();

	private final LongAdder rejected = new LongAdder();

	private final DoubleAdder difficulty = new DoubleAdder();

	private final LongAdder blocks = new LongAdder();

	@Override
	public void opened(StratumSession session) {
		this.opened.increment();
	}

	@Override
	public void closed(StratumSession session, CloseReason reason) {
		this.closed.increment();
	}

	@Override
	public void refused(String listener, String reason) {
		this.refused.increment();
	}

	@Override
	public void shareAccepted(Share share) {
		this.accepted.increment();
		this.difficulty.add(share.difficulty());
	}

	@Override
	public void shareRejected(String worker, RejectReason reason) {
		this.rejected.increment();
	}

	@Override
	public void blockFound(Block block) {
		this.blocks.increment();
	}

	Snapshot snapshot() {
		return new Snapshot(this.opened.sum(), this.closed.sum(), this.refused.sum(), this.accepted.sum(),
				this.rejected.sum(), this.difficulty.sum(), this.blocks.sum());
	}

	/**
	 * The counts at one time.
	 *
	 * @param sessionsOpened the sessions that began
	 * @param sessionsClosed the sessions that ended
	 * @param connectionsRefused the connections that did not become sessions
	 * @param sharesAccepted the shares that counted
	 * @param sharesRejected the shares that did not
	 * @param acceptedDifficulty the sum of the difficulty of accepted shares
	 * @param blocksFound the blocks that miners found
	 */
	public record Snapshot(long sessionsOpened, long sessionsClosed, long connectionsRefused, long sharesAccepted,
			long sharesRejected, double acceptedDifficulty, long blocksFound) {

	}

}
