package io.stratum.mining;

/**
 * Why a share or a request was refused. What goes over the wire for it is a matter of
 * each dialect.
 */
public enum RejectReason {

	/** The server could not confirm the share, or the cause has no code of its own. */
	OTHER("Other/unknown", "other"),

	/** The recorder did not confirm the share in time. It may still be credited. */
	UNCONFIRMED("Share not confirmed", "unconfirmed"),

	/** The server cannot check more shares at the moment. */
	BUSY("Server busy", "busy"),

	/** A parameter has the wrong type, length or digits. */
	MALFORMED("Malformed parameter", "malformed"),

	/** The job is unknown: never issued on this channel, or forgotten. */
	JOB_NOT_FOUND("Job not found", "job-not-found"),

	/** The job is for an earlier block, or too old. */
	STALE("Stale share", "stale"),

	/** The header was submitted before. */
	DUPLICATE("Duplicate share", "duplicate"),

	/** The hash does not meet the target of the job. */
	LOW_DIFFICULTY("Low difficulty share", "low-difficulty"),

	/** The worker is not authorized on this connection. */
	UNAUTHORIZED("Unauthorized worker", "unauthorized"),

	/** The worker is banned. */
	BANNED("Worker is banned", "banned"),

	/** The connection has not subscribed. */
	NOT_SUBSCRIBED("Not subscribed", "not-subscribed"),

	/** The header time is before the floor of the job. */
	TIME_TOO_OLD("Ntime out of range", "time-too-old"),

	/** The header time is too far in the future. */
	TIME_TOO_NEW("Ntime out of range", "time-too-new"),

	/** Version bits outside the negotiated mask were rolled. */
	VERSION_MASK("Version bits outside the mask", "version-mask"),

	/** The extranonce2 does not have the announced length. */
	EXTRANONCE_LENGTH("Wrong extranonce2 length", "extranonce-length"),

	/** More different shares than the server remembers for one extranonce. */
	TOO_MANY_SHARES("Too many shares", "too-many-shares");

	private final String text;

	private final String tag;

	RejectReason(String text, String tag) {
		this.text = text;
		this.tag = tag;
	}

	/**
	 * The text for people.
	 * @return the text
	 */
	public String text() {
		return this.text;
	}

	/**
	 * The value of the metric tag {@code result}.
	 * @return the tag
	 */
	public String tag() {
		return this.tag;
	}

}
