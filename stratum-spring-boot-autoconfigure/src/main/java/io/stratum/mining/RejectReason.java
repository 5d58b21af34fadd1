package io.stratum.mining;

/**
 * Why a share or a request was refused. Each reason owns its Stratum V1 code and text and
 * its metric tag.
 */
public enum RejectReason {

	/** The server could not confirm the share, or the cause has no code of its own. */
	OTHER(20, "Other/unknown", "other"),

	/** The recorder did not confirm the share in time. It may still be credited. */
	UNCONFIRMED(20, "Share not confirmed", "unconfirmed"),

	/** The server cannot check more shares at the moment. */
	BUSY(20, "Server busy", "busy"),

	/** A parameter has the wrong type, length or digits. */
	MALFORMED(20, "Malformed parameter", "malformed"),

	/** The job is unknown: never issued on this channel, or forgotten. */
	JOB_NOT_FOUND(21, "Job not found", "job-not-found"),

	/** The job is for an earlier block, or too old. */
	STALE(21, "Stale share", "stale"),

	/** The header was submitted before. */
	DUPLICATE(22, "Duplicate share", "duplicate"),

	/** The hash does not meet the target of the job. */
	LOW_DIFFICULTY(23, "Low difficulty share", "low-difficulty"),

	/** The worker is not authorized on this connection. */
	UNAUTHORIZED(24, "Unauthorized worker", "unauthorized"),

	/** The worker is banned. */
	BANNED(24, "Worker is banned", "banned"),

	/** The connection has not subscribed. */
	NOT_SUBSCRIBED(25, "Not subscribed", "not-subscribed"),

	/** The header time is before the floor of the job. */
	TIME_TOO_OLD(20, "Ntime out of range", "time-too-old"),

	/** The header time is too far in the future. */
	TIME_TOO_NEW(20, "Ntime out of range", "time-too-new"),

	/** Version bits outside the negotiated mask were rolled. */
	VERSION_MASK(20, "Version bits outside the mask", "version-mask"),

	/** The extranonce2 does not have the announced length. */
	EXTRANONCE_LENGTH(20, "Wrong extranonce2 length", "extranonce-length"),

	/** More different shares than the server remembers for one extranonce. */
	TOO_MANY_SHARES(20, "Too many shares", "too-many-shares");

	private final int code;

	private final String text;

	private final String tag;

	RejectReason(int code, String text, String tag) {
		this.code = code;
		this.text = text;
		this.tag = tag;
	}

	/**
	 * The Stratum V1 error code.
	 * @return 20 to 25
	 */
	public int code() {
		return this.code;
	}

	/**
	 * The text sent to the miner.
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
