package io.stratum.protocol.sv2;

/**
 * The error codes in use. None is normative: a client shows or logs them and recovers by
 * the state of the protocol alone.
 */
public final class Sv2ErrorCode {

	/** Set-up: a flag is not supported. */
	public static final String UNSUPPORTED_FEATURE_FLAGS = "unsupported-feature-flags";

	/** Set-up: the protocol is not offered. */
	public static final String UNSUPPORTED_PROTOCOL = "unsupported-protocol";

	/** Set-up: no version in common. */
	public static final String PROTOCOL_VERSION_MISMATCH = "protocol-version-mismatch";

	/** Open: the user may not mine here. */
	public static final String UNKNOWN_USER = "unknown-user";

	/** Open: whether the user may mine cannot be told now; it is worth another try. */
	public static final String TEMPORARILY_UNAVAILABLE = "temporarily-unavailable";

	/** Open: the user identity cannot be read. */
	public static final String INVALID_USER_IDENTITY = "invalid-user-identity";

	/** Open: the connection has as many channels as it may. */
	public static final String TOO_MANY_CHANNELS = "too-many-channels";

	/** Open, close: the user is banned. */
	public static final String BANNED = "banned";

	/** Open, close: there is nothing to mine at the moment. */
	public static final String NO_WORK_AVAILABLE = "no-work-available";

	/** Open, update: no target of the server is as easy. */
	public static final String MAX_TARGET_OUT_OF_RANGE = "max-target-out-of-range";

	/** Open, update: no target can be computed from the hash rate. */
	public static final String INVALID_NOMINAL_HASHRATE = "invalid-nominal-hashrate";

	/** Open: the server does not give away so much of the extranonce. */
	public static final String MIN_EXTRANONCE_SIZE_TOO_LARGE = "min-extranonce-size-too-large";

	/** Open: a standard channel on a connection with work selection. */
	public static final String STANDARD_CHANNELS_NOT_SUPPORTED_FOR_CUSTOM_WORK = "standard-channels-not-supported-for-custom-work";

	/** Open: an extended channel on a connection with standard jobs only. */
	public static final String EXTENDED_CHANNELS_NOT_SUPPORTED_FOR_STANDARD_JOBS = "extended-channels-not-supported-for-standard-jobs";

	/** Update, submit, custom job: there is no such channel. */
	public static final String INVALID_CHANNEL_ID = "invalid-channel-id";

	/** Submit: the job is for an earlier block, or too old. */
	public static final String STALE_SHARE = "stale-share";

	/** Submit: the hash does not meet the target of the job. */
	public static final String DIFFICULTY_TOO_LOW = "difficulty-too-low";

	/** Submit: there is no such job. */
	public static final String INVALID_JOB_ID = "invalid-job-id";

	/** Submit: it was submitted before. */
	public static final String DUPLICATE_SHARE = "duplicate-share";

	/** Submit: any other reason. */
	public static final String INVALID_SHARE = "invalid-share";

	/** Submit: the extranonce has not the size of the channel. */
	public static final String BAD_EXTRANONCE_SIZE = "bad-extranonce-size";

	/** Submit: the version differs although it must not. */
	public static final String VERSION_ROLLING_NOT_ALLOWED = "version-rolling-not-allowed";

	/** Submit: bits of the version differ that nobody may change. */
	public static final String INVALID_NON_ROLLABLE_VERSION_BIT = "invalid-non-rollable-version-bit";

	/** Custom job: the server has no job declaration. */
	public static final String JD_NOT_SUPPORTED = "jd-not-supported";

	/** Custom job: its outputs cannot be read. */
	public static final String INVALID_COINBASE_TX_OUTPUTS = "invalid-coinbase-tx-outputs";

	private Sv2ErrorCode() {
	}

}
