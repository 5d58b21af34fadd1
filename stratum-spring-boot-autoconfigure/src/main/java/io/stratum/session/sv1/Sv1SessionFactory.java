package io.stratum.session.sv1;

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
 * Makes Stratum V1 sessions. A session is logged in once {@code mining.authorize} was
 * granted, or, if the table has no handler for it, once a request was handled.
 */
public final class Sv1SessionFactory implements SessionFactory {

	private final MessageHandlers handlers;

	private final Environment environment;

	private final @Nullable ReconnectNotice notice;

	private final @Nullable AgentSupport agents;

	/**
	 * Creates a factory.
	 * @param handlers what handles requests
	 * @param registry where sessions are found
	 * @param observer who hears of them
	 * @param ids where their ids come from
	 * @param wallClock the time of day
	 * @param nanoClock the monotonic time, the same as {@link SessionProtocol#sweep} gets
	 * @param notice what peers are told when the server stops, or null for nothing
	 */
	public Sv1SessionFactory(MessageHandlers handlers, SessionRegistry registry, SessionObserver observer,
			SessionIds ids, InstantSource wallClock, LongSupplier nanoClock, @Nullable ReconnectNotice notice) {
		this(handlers, new Environment(registry, observer, ids, wallClock, nanoClock), notice, null);
	}

	private Sv1SessionFactory(MessageHandlers handlers, Environment environment, @Nullable ReconnectNotice notice,
			@Nullable AgentSupport agents) {
		this.handlers = handlers;
		this.agents = agents;
		this.environment = environment;
		this.notice = notice;
	}

	/**
	 * A factory of sessions that serve agents, too.
	 * @param support what serves them
	 * @return another factory, alike otherwise
	 */
	public Sv1SessionFactory withAgents(AgentSupport support) {
		return new Sv1SessionFactory(this.handlers, this.environment, this.notice, support);
	}

	/**
	 * Makes a session.
	 * @throws IllegalStateException if no session id is free
	 */
	@Override
	public SessionProtocol create(Connection connection, SessionSettings settings) {
		return new Sv1Session(this.environment, connection, settings, this.handlers, this.notice, this.agents);
	}

}
