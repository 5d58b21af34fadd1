package io.stratum.server.context;

import java.util.List;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;

import io.stratum.server.StratumServer;
import io.stratum.server.StratumServer.BoundListener;

/**
 * Published after the server has bound its listeners, at each start.
 */
public final class StratumServerInitializedEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	private final transient ApplicationContext applicationContext;

	private final transient List<BoundListener> listeners;

	/**
	 * Creates the event.
	 * @param server the server
	 * @param applicationContext the context that the server lives in
	 */
	public StratumServerInitializedEvent(StratumServer server, ApplicationContext applicationContext) {
		super(server);
		this.applicationContext = applicationContext;
		this.listeners = server.listeners();
	}

	/**
	 * The server.
	 * @return the server
	 */
	public StratumServer getServer() {
		return (StratumServer) getSource();
	}

	/**
	 * The context that the server lives in, which may be a parent of the one that hears
	 * the event.
	 * @return the context
	 */
	public ApplicationContext getApplicationContext() {
		return this.applicationContext;
	}

	/**
	 * The listeners as they were bound.
	 * @return names and ports
	 */
	public List<BoundListener> getListeners() {
		return this.listeners;
	}

}
