package io.stratum.session;

import java.util.Locale;

/**
 * Why a session ended. Each reason is a value of the metric tag {@code reason}.
 */
public enum CloseReason {

	/** The peer closed the connection, or it broke. */
	PEER,

	/** The application or an operator closed it. */
	APPLICATION,

	/** The server is stopping. */
	SHUTDOWN,

	/** No login in time. */
	LOGIN_TIMEOUT,

	/** Nothing came for too long. */
	IDLE_TIMEOUT,

	/** The peer did not read what was sent. */
	SLOW,

	/** The peer broke the protocol. */
	PROTOCOL_ERROR,

	/** The peer was told that it cannot be served, or there is no message to say so. */
	REFUSED,

	/** The peer spoke HTTP or another foreign protocol. */
	FOREIGN_PROTOCOL,

	/** The address, or all workers of the session, are banned. */
	BANNED,

	/** Another connection resumed the session. */
	RESUMED,

	/** There is no fresh work. */
	NO_WORK,

	/** The server failed. */
	INTERNAL_ERROR;

	/**
	 * The value of the metric tag.
	 * @return the tag, such as {@code idle-timeout}
	 */
	public String tag() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
