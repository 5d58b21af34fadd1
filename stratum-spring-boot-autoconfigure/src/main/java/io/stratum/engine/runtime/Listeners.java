package io.stratum.engine.runtime;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.stratum.mining.AuthenticationRequest;
import io.stratum.mining.Block;
import io.stratum.mining.BlockOutcome;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.MinedBlock;
import io.stratum.mining.MiningListener;
import io.stratum.mining.RejectReason;
import io.stratum.mining.Share;
import io.stratum.mining.Worker;
import io.stratum.room.Fault;
import io.stratum.room.FaultLog;

/**
 * Tells all listeners of an engine; one that fails harms only itself. Safe for use by
 * several threads.
 */
public final class Listeners implements MiningListener {

	private final List<Destination> destinations;

	/**
	 * Creates the listeners of an engine.
	 * @param listeners those to tell, in this order
	 */
	public Listeners(List<MiningListener> listeners) {
		this.destinations = listeners.stream().map(Destination::of).toList();
	}

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
		for (int i = 0; i < this.destinations.size(); i++) {
			Destination destination = this.destinations.get(i);
			try {
				destination.listener().shareAccepted(share);
				destination.log().succeeded();
			}
			catch (Throwable ex) {
				destination.log().failed(ex);
			}
		}
	}

	@Override
	public void shareRejected(String worker, RejectReason reason) {
		tell((listener) -> listener.shareRejected(worker, reason));
	}

	@Override
	public void shareSetAside(Share share) {
		tell((listener) -> listener.shareSetAside(share));
	}

	@Override
	public void blockFound(Block block) {
		tell((listener) -> listener.blockFound(block));
	}

	@Override
	public void blockDropped(Block block) {
		tell((listener) -> listener.blockDropped(block));
	}

	@Override
	public void blockSubmitted(Block block, String submitter, BlockOutcome outcome) {
		tell((listener) -> listener.blockSubmitted(block, submitter, outcome));
	}

	@Override
	public void blockConfirmed(MinedBlock block) {
		tell((listener) -> listener.blockConfirmed(block));
	}

	@Override
	public void blockOrphaned(MinedBlock block) {
		tell((listener) -> listener.blockOrphaned(block));
	}

	@Override
	public void workPublished(BlockTemplate template, boolean newTip) {
		tell((listener) -> listener.workPublished(template, newTip));
	}

	@Override
	public void workBroadcast(int sessions, Duration elapsed) {
		tell((listener) -> listener.workBroadcast(sessions, elapsed));
	}

	private void tell(Consumer<MiningListener> event) {
		for (Destination destination : this.destinations) {
			try {
				event.accept(destination.listener());
				destination.log().succeeded();
			}
			catch (Throwable ex) {
				destination.log().failed(ex);
			}
		}
	}

	/** What is wrong with the listeners. */
	public Stream<Fault> faults() {
		return this.destinations.stream().map((destination) -> destination.log().fault()).filter(Objects::nonNull);
	}

	/**
	 * A listener and its failures.
	 *
	 * @param listener the listener
	 * @param log its failures
	 */
	private record Destination(MiningListener listener, FaultLog log) {

		static Destination of(MiningListener listener) {
			return new Destination(listener, new FaultLog(MiningListener.class,
					Fault.nameOf(MiningListener.class, listener), InstantSource.system(), System::nanoTime));
		}

	}

}
