package io.stratum.session.sv1;

import io.stratum.session.Connection;
import io.stratum.session.MessageHandlers;
import io.stratum.session.SessionFactory;
import io.stratum.session.SessionObserver;
import io.stratum.session.SessionProtocol;
import io.stratum.session.SessionRegistry;
import io.stratum.session.SessionSettings;

/**
 * Makes V1 sessions.
 */
public final class Sv1SessionFactory implements SessionFactory {

	public Sv1SessionFactory(MessageHandlers handlers, SessionRegistry registry, SessionObserver observer,
			io.stratum.session.SessionIds ids, java.time.InstantSource wallClock,
			java.util.function.LongSupplier nanoClock) {
		throw new UnsupportedOperationException();
	}

	@Override
	public SessionProtocol create(Connection connection, SessionSettings settings) {
		throw new UnsupportedOperationException();
	}

}
