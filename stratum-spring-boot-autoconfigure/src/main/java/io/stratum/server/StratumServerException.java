package io.stratum.server;

import org.jspecify.annotations.Nullable;

/**
 * The server could not start.
 */
public class StratumServerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String listener;

	private final int port;

	private final Reason reason;

	/**
	 * Creates the exception.
	 * @param listener the listener that failed
	 * @param port its port
	 * @param reason what is wrong
	 * @param message what happened
	 * @param cause the cause
	 */
	public StratumServerException(String listener, int port, Reason reason, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.listener = listener;
		this.port = port;
		this.reason = reason;
	}

	/**
	 * The listener that failed.
	 * @return its name
	 */
	public String listener() {
		return this.listener;
	}

	/**
	 * The port of the listener.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

	/**
	 * What is wrong.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * What keeps a listener from starting.
	 */
	public enum Reason {

		/**
		 * Another listener or process has the port.
		 */
		PORT_IN_USE,

		/**
		 * There is no listening on the address and port.
		 */
		NOT_BOUND,

		/**
		 * The certificate or key for TLS cannot be used.
		 */
		TLS

	}

}
