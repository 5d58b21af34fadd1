package io.stratum.protocol.btcagent;

/**
 * The status of a submit response: one of four magic numbers when the share was accepted,
 * otherwise a code of Stratum.
 */
public final class AgentStatus {

	/** The share was accepted. */
	public static final int ACCEPTED = 0x6b2c9687;

	/** The share was accepted although its job was stale. */
	public static final int ACCEPTED_STALE = 0x38a5e21d;

	/** The share was accepted and is a block. */
	public static final int SOLVED = 0x54c96d6e;

	/** The share was accepted and is a block of a stale job. */
	public static final int SOLVED_STALE = 0x662955aa;

	/** Rejected without a reason. */
	public static final int NO_REASON = 0;

	/** Rejected: the job is unknown or stale. */
	public static final int JOB_NOT_FOUND = 21;

	/** Rejected: it was submitted before. */
	public static final int DUPLICATE = 22;

	/** Rejected: the hash does not meet the target. */
	public static final int LOW_DIFFICULTY = 23;

	/** Rejected: the worker is not registered. */
	public static final int UNAUTHORIZED = 24;

	/** Rejected: the connection has not subscribed. */
	public static final int NOT_SUBSCRIBED = 25;

	/** Rejected: nothing handles the command. */
	public static final int ILLEGAL_METHOD = 26;

	/** Rejected: the frame cannot be read. */
	public static final int ILLEGAL_PARAMETERS = 27;

	/** Rejected: the worker is banned. */
	public static final int BANNED = 28;

	/** Rejected: the server failed. */
	public static final int INTERNAL_ERROR = 30;

	/** Rejected: the header time is before the floor of the job. */
	public static final int TIME_TOO_OLD = 31;

	/** Rejected: the header time is too far in the future. */
	public static final int TIME_TOO_NEW = 32;

	/** Rejected: version bits outside the mask were changed. */
	public static final int ILLEGAL_VERSION_MASK = 33;

	private AgentStatus() {
	}

	/**
	 * Whether an agent tells its miner that the share was accepted.
	 * @param status the status
	 * @return whether it is one of the four magic numbers
	 */
	public static boolean isAccepted(int status) {
		return status == ACCEPTED || status == ACCEPTED_STALE || status == SOLVED || status == SOLVED_STALE;
	}

}
