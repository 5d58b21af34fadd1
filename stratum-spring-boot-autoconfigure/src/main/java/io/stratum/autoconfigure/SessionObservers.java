package io.stratum.autoconfigure;

import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import io.stratum.mining.Dialect;
import io.stratum.room.Fault;
import io.stratum.room.FaultLog;
import io.stratum.session.CloseReason;
import io.stratum.session.SessionObserver;
import io.stratum.session.StratumSession;

/**
 * All session observers. One that fails harms only itself, neither the connection nor its
 * loop. Safe for use by several threads.
 * <p>
 * Not an observer itself, since it is a bean, which would be one of its own.
 */
public final class SessionObservers {

	private final List<Observed> observers;

	SessionObservers(List<SessionObserver> observers) {
		this.observers = observers.stream().map(Observed::of).toList();
	}

	/**
	 * What is wrong with the observers.
	 * @return their faults, empty if there is none
	 */
	public List<Fault> faults() {
		return this.observers.stream().map((observed) -> observed.log().fault()).filter(Objects::nonNull).toList();
	}

	/**
	 * The observers as one.
	 * @return the observer
	 */
	public SessionObserver all() {
		return new All(this.observers);
	}

	/**
	 * Tells each observer.
	 *
	 * @param observers the observers
	 */
	private record All(List<Observed> observers) implements SessionObserver {

		@Override
		public void opened(StratumSession session) {
			tell((observer) -> observer.opened(session));
		}

		@Override
		public void dialectChanged(StratumSession session, Dialect before) {
			tell((observer) -> observer.dialectChanged(session, before));
		}

		@Override
		public void closed(StratumSession session, CloseReason reason) {
			tell((observer) -> observer.closed(session, reason));
		}

		@Override
		public void refused(String listener, String reason) {
			tell((observer) -> observer.refused(listener, reason));
		}

		@Override
		public void requestHandled(StratumSession session, String method, String outcome) {
			// Each request comes here: no lambda that has to be made
			for (int i = 0; i < this.observers.size(); i++) {
				Observed observed = this.observers.get(i);
				try {
					observed.observer().requestHandled(session, method, outcome);
					observed.log().succeeded();
				}
				catch (RuntimeException | Error ex) {
					observed.log().failed(ex);
				}
			}
		}

		@Override
		public void malformed(StratumSession session) {
			tell((observer) -> observer.malformed(session));
		}

		@Override
		public void jobSkipped(StratumSession session) {
			tell((observer) -> observer.jobSkipped(session));
		}

		private void tell(Consumer<SessionObserver> event) {
			for (Observed observed : this.observers) {
				try {
					event.accept(observed.observer());
					observed.log().succeeded();
				}
				catch (RuntimeException | Error ex) {
					observed.log().failed(ex);
				}
			}
		}

	}

	/**
	 * An observer and its failures.
	 *
	 * @param observer the observer
	 * @param log its failures
	 */
	private record Observed(SessionObserver observer, FaultLog log) {

		static Observed of(SessionObserver observer) {
			return new Observed(observer, new FaultLog(SessionObserver.class,
					Fault.nameOf(SessionObserver.class, observer), InstantSource.system(), System::nanoTime));
		}

	}

}
