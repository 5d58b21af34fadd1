package io.stratum.node;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Waits for the next template of a node, again and again, on a thread of its own. While
 * the node fails it does nothing: the watch of the tip gets the next template then.
 */
final class LongPoll implements Runnable {

	private static final Log logger = LogFactory.getLog(LongPoll.class);

	private static final long PAUSE_MILLIS = 1000;

	private final WatchedNode node;

	private final TemplateReceiver receiver;

	private final CountDownLatch stopped;

	LongPoll(WatchedNode node, TemplateReceiver receiver, CountDownLatch stopped) {
		this.node = node;
		this.receiver = receiver;
		this.stopped = stopped;
	}

	@Override
	public void run() {
		try {
			while (!this.stopped.await(0, TimeUnit.MILLISECONDS)) {
				if (!poll() && this.stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
					return;
				}
			}
		}
		catch (InterruptedException ex) {
			// Stopped
		}
	}

	/** Returns whether to go on at once. */
	private boolean poll() {
		NodeTemplate last = this.node.newest();
		String id = (last != null && this.node.works()) ? last.longPollId() : null;
		if (last == null || id == null) {
			return false;
		}
		this.node.longPolls(true);
		try {
			NodeTemplate next = this.node.rpc().longPoll(id);
			this.node.answered();
			this.receiver.came(this.node, next);
			// A node that does not wait must not be asked without end
			return !next.template().previousBlock().equals(last.template().previousBlock());
		}
		catch (NodeException ex) {
			this.node.longPolls(false);
			return ex.failure() == NodeFailure.TIMEOUT;
		}
		catch (RuntimeException | Error ex) {
			logger.error("Waiting for the next template of " + this.node + " failed", ex);
			return false;
		}
	}

}
