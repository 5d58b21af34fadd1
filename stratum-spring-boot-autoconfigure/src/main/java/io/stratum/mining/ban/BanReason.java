package io.stratum.mining.ban;

import java.util.Locale;

/**
 * Why something is banned. Each reason is a value of the metric tag {@code reason}.
 */
public enum BanReason {

	/** Too many of a worker's shares were invalid. */
	INVALID_SHARES,

	/** Connections from an address sent what is no message. */
	MALFORMED_MESSAGES,

	/** A worker was refused again and again. */
	FAILED_LOGINS,

	/** Many workers of one address are banned. */
	BANNED_WORKERS,

	/** An operator, or the application, wanted it. */
	OPERATOR;

	/**
	 * The value of the metric tag, and the name by which a store may keep the reason.
	 * @return the tag, such as {@code invalid-shares}
	 */
	public String tag() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
