package io.stratum.engine.runtime;

import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.stratum.ban.Bans;
import io.stratum.mining.AuthenticationRequest;
import io.stratum.mining.Block;
import io.stratum.mining.BlockOutcome;
import io.stratum.mining.BlockSubmitter;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.BlockTemplateSource;
import io.stratum.mining.CustomJobPolicy;
import io.stratum.mining.MiningListener;
import io.stratum.mining.PayoutPolicy;
import io.stratum.mining.ProofOfWork;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Share;
import io.stratum.mining.ShareRecorder;
import io.stratum.mining.Worker;
import io.stratum.mining.WorkerAuthenticator;
import io.stratum.mining.vardiff.DifficultyPolicy;

/**
 * What a pool supplies to its mining engine.
 *
 * @param templates where work comes from
 * @param authenticator who may mine
 * @param payout whom a coinbase pays
 * @param fallbackPayout who gives the outputs when those of {@code payout} cannot be
 * used; only {@link PayoutPolicy#outputs} is called. Null for none
 * @param recorder where accepted shares go, or null for nowhere
 * @param difficulty how difficulty follows a miner
 * @param proofOfWork the hash that shares are judged by
 * @param submitters where found blocks go
 * @param listeners who hears of all this
 * @param customJobs who decides on work that clients select, or null if they may not
 * @param bans who may not mine
 */
public record EnginePolicies(BlockTemplateSource templates, WorkerAuthenticator authenticator, PayoutPolicy payout,
		@Nullable PayoutPolicy fallbackPayout, @Nullable ShareRecorder recorder, DifficultyPolicy difficulty,
		ProofOfWork proofOfWork, List<BlockSubmitter> submitters, List<MiningListener> listeners,
		@Nullable CustomJobPolicy customJobs, Bans bans) {

	public EnginePolicies {
		submitters = List.copyOf(submitters);
		listeners = List.copyOf(listeners);
	}

	/** Tells all listeners; one that fails does not disturb the others. */
	public MiningListener listener() {
		return new Listeners(this.listeners);
	}

	/**
	 * Tells all listeners; one that fails does not disturb the others.
	 *
	 * @param listeners the listeners
	 */
	private record Listeners(List<MiningListener> listeners) implements MiningListener {

		private static final FailureLog failures = new FailureLog(EnginePolicies.class, "A mining listener",
				System::nanoTime);

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
			// Each share comes here: no lambda that has to be made
			for (int i = 0; i < this.listeners.size(); i++) {
				try {
					this.listeners.get(i).shareAccepted(share);
				}
				catch (RuntimeException ex) {
					failures.failed(ex);
				}
			}
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
					failures.failed(ex);
				}
			}
		}

	}

}
