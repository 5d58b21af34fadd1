package io.stratum.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;

import io.stratum.mining.AuthenticationRequest;
import io.stratum.mining.Block;
import io.stratum.mining.BlockOutcome;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.MiningListener;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Share;
import io.stratum.mining.Worker;

/**
 * Tells all listeners; one that fails does not disturb the others.
 *
 * @param listeners the listeners
 */
record Listeners(List<MiningListener> listeners) implements MiningListener {

	private static final Logger logger = System.getLogger(Listeners.class.getName());

	@Override
	public void workerAuthorized(AuthenticationRequest request, Worker worker) {
		tell((listener) -> listener.workerAuthorized(request, worker));
	}

	@Override
	public void workerRefused(AuthenticationRequest request, String message) {
		tell((listener) -> listener.workerRefused(request, message));
	}

	@Override
	public void shareAccepted(Share share) {
		tell((listener) -> listener.shareAccepted(share));
	}

	@Override
	public void shareRejected(String worker, RejectReason reason) {
		tell((listener) -> listener.shareRejected(worker, reason));
	}

	@Override
	public void blockFound(Block block) {
		tell((listener) -> listener.blockFound(block));
	}

	@Override
	public void blockSubmitted(Block block, String submitter, BlockOutcome outcome) {
		tell((listener) -> listener.blockSubmitted(block, submitter, outcome));
	}

	@Override
	public void workPublished(BlockTemplate template, boolean newTip) {
		tell((listener) -> listener.workPublished(template, newTip));
	}

	private void tell(Consumer<MiningListener> event) {
		for (int i = 0; i < this.listeners.size(); i++) {
			try {
				event.accept(this.listeners.get(i));
			}
			catch (RuntimeException ex) {
				logger.log(Level.WARNING, "A mining listener failed", ex);
			}
		}
	}

}
