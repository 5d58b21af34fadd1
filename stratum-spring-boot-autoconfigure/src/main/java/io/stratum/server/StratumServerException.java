package io.stratum.server;

import org.jspecify.annotations.Nullable;

/**
 * The server could not start.
 */
public class StratumServerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String listener;

	private final int port;

	private final boolean portInUse;

	/**
	 * Creates the exception.
	 * @param listener the listener that failed
	 * @param port its port
	 * @param portInUse whether another process has the port
	 * @param message what happened
	 * @param cause the cause
	 */
	public StratumServerException(String listener, int port, boolean portInUse, String message,
			@Nullable Throwable cause) {
		super(message, cause);
		this.listener = listener;
		this.port = port;
		this.portInUse = portInUse;
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
	 * Whether another process has the port.
	 * @return true if it is in use
	 */
	public boolean isPortInUse() {
		return this.portInUse;
	}

}
