package io.stratum.autoconfigure;

import java.util.List;
import java.util.function.Consumer;

import io.stratum.session.CloseReason;
import io.stratum.session.Dialect;
import io.stratum.session.SessionObserver;
import io.stratum.session.StratumSession;

/**
 * All session observers as one.
 */
public final class SessionObservers {

	private final SessionObserver all;

	SessionObservers(List<SessionObserver> observers) {
		this.all = (observers.size() == 1) ? observers.get(0) : new Composite(List.copyOf(observers));
	}

	/**
	 * The observers as one.
	 * @return the observer
	 */
	public SessionObserver all() {
		return this.all;
	}

	private record Composite(List<SessionObserver> observers) implements SessionObserver {

		@Override
		public void opened(StratumSession session) {
			each((observer) -> observer.opened(session));
		}

		@Override
		public void dialectChanged(StratumSession session, Dialect before) {
			each((observer) -> observer.dialectChanged(session, before));
		}

		@Override
		public void closed(StratumSession session, CloseReason reason) {
			each((observer) -> observer.closed(session, reason));
		}

		@Override
		public void refused(String listener, String reason) {
			each((observer) -> observer.refused(listener, reason));
		}

		@Override
		public void requestHandled(StratumSession session, String method, String outcome) {
			// Each request comes here: no lambda that has to be made
			for (int i = 0; i < this.observers.size(); i++) {
				this.observers.get(i).requestHandled(session, method, outcome);
			}
		}

		@Override
		public void malformed(StratumSession session) {
			each((observer) -> observer.malformed(session));
		}

		@Override
		public void jobSkipped(StratumSession session) {
			each((observer) -> observer.jobSkipped(session));
		}

		private void each(Consumer<SessionObserver> call) {
			this.observers.forEach(call);
		}

	}

}
