package io.stratum.session.sv2;

import java.time.InstantSource;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.stratum.session.AbstractStratumSession.Environment;
import io.stratum.session.Connection;
import io.stratum.session.ReconnectNotice;
import io.stratum.session.MessageHandlers;
import io.stratum.session.SessionFactory;
import io.stratum.session.SessionIds;
import io.stratum.session.SessionObserver;
import io.stratum.session.SessionProtocol;
import io.stratum.session.SessionRegistry;
import io.stratum.session.SessionSettings;

/**
 * Makes Stratum V2 sessions. They read and write plaintext frames, one per write; the
 * encryption is below them. A session is logged in once a channel is open, or, if the
 * table has no handler that opens channels, once the connection is set up.
 */
public final class Sv2SessionFactory implements SessionFactory {

	private final MessageHandlers handlers;

	private final Environment environment;

	private final @Nullable ReconnectNotice notice;

	/**
	 * Creates a factory.
	 * @param handlers what handles messages, by their type
	 * @param registry where sessions are found
	 * @param observer who hears of them
	 * @param ids where their ids come from
	 * @param wallClock the time of day
	 * @param nanoClock the monotonic time, the same as {@link SessionProtocol#sweep} gets
	 * @param notice where peers are sent when the server stops, or null for nowhere; its
	 * text and time to wait have no place in Stratum V2
	 */
	public Sv2SessionFactory(MessageHandlers handlers, SessionRegistry registry, SessionObserver observer,
			SessionIds ids, InstantSource wallClock, LongSupplier nanoClock, @Nullable ReconnectNotice notice) {
		this.handlers = handlers;
		this.environment = new Environment(registry, observer, ids, wallClock, nanoClock);
		this.notice = notice;
	}

	/**
	 * Makes a session.
	 * @throws IllegalStateException if no session id is free
	 */
	@Override
	public SessionProtocol create(Connection connection, SessionSettings settings) {
		return new Sv2Session(this.environment, connection, settings, this.handlers, this.notice);
	}

}
